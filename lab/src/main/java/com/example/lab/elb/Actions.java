package com.example.lab.elb;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import tools.jackson.databind.JsonNode;

/**
 * The default action of a listener: forward, redirect or a fixed response.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html">Action
 * types</a>
 */
final class Actions {

	private static final Pattern KEYWORD = Pattern.compile("#\\{(protocol|host|port|path|query)}");

	private final Lab lab;

	private final LoadBalancer balancer;

	private final boolean secure;

	Actions(Lab lab, LoadBalancer balancer, boolean secure) {
		this.lab = lab;
		this.balancer = balancer;
		this.secure = secure;
	}

	/**
	 * What a listener does with a request.
	 * @param actions its {@code DefaultActions}
	 * @throws IllegalArgumentException if the lab does not do that
	 */
	HttpHandler of(JsonNode actions) {
		JsonNode action = actions.path(0);
		String type = action.path("Type").asString("");
		if (actions.size() != 1 || !List.of("forward", "redirect", "fixed-response").contains(type)) {
			throw new IllegalArgumentException(
					"Its default actions are %s; the lab does one of forward, redirect and fixed-response. Take the others out."
						.formatted(actions.valueStream().map((each) -> each.path("Type").asString("")).toList()));
		}
		return switch (type) {
			case "forward" -> forward(action);
			case "redirect" -> redirect(action.path("RedirectConfig"));
			default -> fixed(action.path("FixedResponseConfig"));
		};
	}

	/**
	 * The stand-in of a type to which a reference leads.
	 */
	static <T extends StandIn> T standIn(Lab lab, Class<T> type, String ref) {
		return lab.standIns()
			.values()
			.stream()
			.filter((standIn) -> type.isInstance(standIn) && standIn.ref().equals(ref))
			.map(type::cast)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"'%s' is no %s of this template".formatted(ref, type.getSimpleName())));
	}

	/** Ends a request as the load balancer itself does when it has no answer. */
	static void fail(HttpServerExchange exchange, int status) {
		String title = status + " " + StatusCodes.getReason(status);
		exchange.setStatusCode(status);
		exchange.getResponseHeaders().clear().put(Headers.SERVER, "awselb/2.0").put(Headers.CONTENT_TYPE, "text/html");
		exchange.getResponseSender()
			.send("<html>\r\n<head><title>%1$s</title></head>\r\n<body>\r\n<center><h1>%1$s</h1></center>\r\n</body>\r\n</html>\r\n"
				.formatted(title));
	}

	private HttpHandler forward(JsonNode action) {
		List<String> groups = StreamSupport
			.stream(action.path("ForwardConfig").path("TargetGroups").spliterator(), false)
			.map((group) -> group.path("TargetGroupArn").asString(""))
			.toList();
		if (groups.size() > 1) {
			throw new IllegalArgumentException(
					"It forwards to %d target groups; the lab forwards to one.".formatted(groups.size()));
		}
		TargetGroup group = standIn(this.lab, TargetGroup.class,
				groups.isEmpty() ? action.path("TargetGroupArn").asString("") : groups.get(0));
		group.attach(this.balancer.resource());
		return new Forwarder(group, this.balancer.idleTimeout(), this.balancer.dropsInvalidHeaders(), this.secure);
	}

	private HttpHandler fixed(JsonNode config) {
		return (exchange) -> {
			exchange.setStatusCode(config.path("StatusCode").asInt());
			exchange.getResponseHeaders()
				.put(Headers.SERVER, "awselb/2.0")
				.put(Headers.CONTENT_TYPE, config.path("ContentType").asString("text/plain"));
			exchange.getResponseSender().send(config.path("MessageBody").asString(""));
		};
	}

	private HttpHandler redirect(JsonNode config) {
		int status = config.path("StatusCode").asString("").equals("HTTP_301") ? StatusCodes.MOVED_PERMANENTLY
				: StatusCodes.FOUND;
		String port = localPort(config.path("Port").asString("#{port}"));
		String location = "%s://%s:%s%s".formatted(
				config.path("Protocol").asString("#{protocol}").toLowerCase(Locale.ROOT),
				config.path("Host").asString("#{host}"), port, config.path("Path").asString("/#{path}"));
		String query = config.path("Query").asString("#{query}");
		return (exchange) -> {
			String queried = fill(query, exchange);
			exchange.setStatusCode(status);
			exchange.getResponseHeaders()
				.put(Headers.SERVER, "awselb/2.0")
				.put(Headers.LOCATION, fill(location, exchange) + (queried.isEmpty() ? "" : "?" + queried));
			exchange.endExchange();
		};
	}

	/**
	 * A public port of this load balancer is another one on this computer.
	 */
	private String localPort(String port) {
		return this.balancer.listeners()
			.stream()
			.filter((listener) -> Integer.toString(listener.publicPort()).equals(port))
			.map((listener) -> Integer.toString(listener.port()))
			.findFirst()
			.orElse(port);
	}

	private String fill(String text, HttpServerExchange exchange) {
		Map<String, String> values = Map.of("protocol", this.secure ? "https" : "http", "host", exchange.getHostName(),
				"port", Integer.toString(exchange.getDestinationAddress().getPort()), "path",
				exchange.getRequestURI().replaceFirst("^(https?://[^/]*)?/", ""), "query", exchange.getQueryString());
		return KEYWORD.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
	}

}
