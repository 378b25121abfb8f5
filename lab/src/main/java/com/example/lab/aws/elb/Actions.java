package com.example.lab.aws.elb;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import tools.jackson.databind.JsonNode;

/**
 * What a listener or a rule of it does: forward, redirect or a fixed response.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html">Action
 * types</a>
 */
final class Actions {

	/** For metrics and the access log: the type of the action that took a request. */
	static final AttachmentKey<String> TYPE = AttachmentKey.create(String.class);

	private static final int MOST_WEIGHT = 999;

	private static final Pattern KEYWORD = Pattern.compile("#\\{(protocol|host|port|path|query)}");

	private final LabContext lab;

	private final LoadBalancer balancer;

	private final boolean secure;

	/** One for each group, so that rules share the connections to its targets. */
	private final Map<TargetGroup, Forwarder> forwarders = new HashMap<>();

	Actions(LabContext lab, LoadBalancer balancer, boolean secure) {
		this.lab = lab;
		this.balancer = balancer;
		this.secure = secure;
	}

	/**
	 * What is done with a request.
	 * @param property where the actions stand, for errors
	 * @param actions a list of one action
	 * @throws IllegalArgumentException if the lab does not do that
	 */
	HttpHandler of(String property, JsonNode actions) {
		JsonNode action = actions.path(0);
		String type = action.path("Type").asString("");
		if (actions.size() != 1 || !List.of("forward", "redirect", "fixed-response").contains(type)) {
			throw new IllegalArgumentException(
					"%s has %s; the lab does one of forward, redirect and fixed-response. Take the others out."
						.formatted(property,
								actions.valueStream().map((each) -> each.path("Type").asString("")).toList()));
		}
		HttpHandler handler = switch (type) {
			case "forward" -> forward(action);
			case "redirect" -> redirect(action.path("RedirectConfig"));
			default -> fixed(action.path("FixedResponseConfig"));
		};
		return (exchange) -> {
			exchange.putAttachment(TYPE, type);
			handler.handleRequest(exchange);
		};
	}

	/**
	 * The stand-in of a type to which a reference leads.
	 */
	static <T extends StandIn> T standIn(LabContext lab, Class<T> type, String ref) {
		return lab.find(type, ref)
			.orElseThrow(() -> new IllegalArgumentException(
					"'%s' is no %s of this template".formatted(ref, type.getSimpleName())));
	}

	/** Ends a request as the load balancer itself does when it has no answer. */
	static void fail(HttpServerExchange exchange, int status) {
		exchange.setStatusCode(status);
		exchange.getResponseHeaders().clear().put(Headers.SERVER, "awselb/2.0").put(Headers.CONTENT_TYPE, "text/html");
		exchange.getResponseSender().send(page(status));
	}

	/** The page that the load balancer itself answers. */
	static String page(int status) {
		return "<html>\r\n<head><title>%1$s</title></head>\r\n<body>\r\n<center><h1>%1$s</h1></center>\r\n</body>\r\n</html>\r\n"
			.formatted(status + " " + StatusCodes.getReason(status));
	}

	private HttpHandler forward(JsonNode action) {
		JsonNode config = action.path("ForwardConfig");
		JsonNode groups = config.path("TargetGroups");
		if (groups.size() < 2) {
			return forwarder(groups.isEmpty() ? action : groups.path(0));
		}
		List<WeightedForward.Choice> choices = groups.valueStream()
			.map((group) -> new WeightedForward.Choice(forwarder(group), weight(group)))
			.toList();
		if (groups.valueStream().allMatch((group) -> weight(group) == 0)) {
			throw new IllegalArgumentException("ForwardConfig: the Weight of each target group is 0.");
		}
		JsonNode stickiness = config.path("TargetGroupStickinessConfig");
		boolean sticky = stickiness.path("Enabled").asBoolean(false);
		if (!sticky && groups.valueStream()
			.anyMatch((group) -> forwarder(group).group().attributes().on("stickiness.enabled"))) {
			throw new IllegalArgumentException(
					"ForwardConfig has a target group with sticky sessions; AWS then wants TargetGroupStickinessConfig too.");
		}
		return new WeightedForward(choices,
				sticky ? Duration.ofSeconds(stickiness.path("DurationSeconds").asInt(1)) : null);
	}

	private Forwarder forwarder(JsonNode described) {
		TargetGroup group = standIn(this.lab, TargetGroup.class, described.path("TargetGroupArn").asString(""));
		group.attach(this.balancer.resource());
		return this.forwarders.computeIfAbsent(group, (unused) -> new Forwarder(group, this.balancer, this.secure));
	}

	private static int weight(JsonNode group) {
		int weight = group.path("Weight").asInt(1);
		if (weight < 0 || weight > MOST_WEIGHT) {
			throw new IllegalArgumentException(
					"ForwardConfig has a Weight of %d; it is a number from 0 to %d.".formatted(weight, MOST_WEIGHT));
		}
		return weight;
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
				Conditions.path(exchange).substring(1), "query", exchange.getQueryString());
		return KEYWORD.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
	}

}
