package com.example.lab.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * CloudFront of the fake AWS: distributions, which take a while to be disabled, and VPC
 * origins, which cannot be deleted before them.
 */
final class FakeCloudFront {

	static final String PATH = "/2020-05-31/";

	private static final String ARN = "arn:aws:cloudfront::111122223333:";

	/** How many times a distribution is looked at until it is disabled everywhere. */
	private int looks = 2;

	private final Map<String, String> stages = new ConcurrentSkipListMap<>();

	private final Map<String, Integer> disabled = new ConcurrentSkipListMap<>();

	private final Set<String> shared = new HashSet<>();

	private final List<String> calls;

	FakeCloudFront(List<String> calls) {
		this.calls = calls;
	}

	/**
	 * Adds something with the tags of a stage.
	 * @param kind {@code distribution} or {@code vpcorigin}
	 */
	void plant(String kind, String id, String stage) {
		this.stages.put("%s/%s".formatted(kind, id), stage);
	}

	/**
	 * Lets a distribution of another stage use a VPC origin.
	 */
	void share(String origin) {
		this.shared.add(origin);
	}

	/**
	 * Lets a distribution take longer.
	 */
	void slow(int number) {
		this.looks = number;
	}

	/** Such as {@code GetDistributionConfig}. */
	static String action(HttpExchange exchange) {
		String[] path = exchange.getRequestURI().getPath().substring(PATH.length()).split("/");
		String thing = path[0].equals("distribution") ? "Distribution" : "VpcOrigin";
		return switch (exchange.getRequestMethod()) {
			case "DELETE" -> "Delete" + thing;
			case "PUT" -> "Update" + thing;
			default -> path[0].equals("tagging") ? "ListTagsForResource" : (path.length == 1)
					? "List%ss".formatted(thing) : "Get%s%s".formatted(thing, (path.length == 3) ? "Config" : "");
		};
	}

	synchronized void handle(HttpExchange exchange, String action) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String id = path.replaceFirst(".*/(distribution|vpc-origin)/?", "").replaceFirst("/config$", "");
		switch (action) {
			case "ListDistributions" -> send(exchange, 200, distributions(exchange.getRequestURI().getQuery()));
			case "ListVpcOrigins" -> send(exchange, 200, origins());
			case "ListTagsForResource" -> send(exchange, 200, tags(exchange.getRequestURI().getQuery()));
			case "GetDistributionConfig" -> send(exchange, 200, config(id));
			case "GetDistribution" -> send(exchange, 200, distribution(id));
			case "GetVpcOrigin" -> send(exchange, 200, "<VpcOrigin><Id>%s</Id></VpcOrigin>".formatted(id));
			default -> change(exchange, action, id);
		}
	}

	/** One a page. */
	private String distributions(@Nullable String query) {
		List<String> ids = ids("distribution/");
		int at = (query != null) ? Integer.parseInt(query.replaceFirst("Marker=", "")) : 0;
		String item = (at < ids.size())
				? "<DistributionSummary><Id>%s</Id><ARN>%sdistribution/%1$s</ARN></DistributionSummary>"
					.formatted(ids.get(at), ARN)
				: "";
		return "<DistributionList><Items>%s</Items><IsTruncated>%s</IsTruncated><NextMarker>%d</NextMarker></DistributionList>"
			.formatted(item, at + 1 < ids.size(), at + 1);
	}

	private String origins() {
		return ids("vpcorigin/").stream()
			.map((id) -> "<VpcOriginSummary><Id>%s</Id><Arn>%svpcorigin/%1$s</Arn></VpcOriginSummary>".formatted(id,
					ARN))
			.collect(Collectors.joining("", "<VpcOriginList><Items>", "</Items></VpcOriginList>"));
	}

	private List<String> ids(String kind) {
		return this.stages.keySet()
			.stream()
			.filter((key) -> key.startsWith(kind))
			.map((key) -> key.substring(kind.length()))
			.toList();
	}

	private String tags(String query) {
		String stage = this.stages.getOrDefault(query.substring(query.indexOf(ARN) + ARN.length()), "");
		return "<Tags><Items><Tag><Key>workshop</Key><Value>ten-million-users</Value></Tag><Tag><Key>stage</Key><Value>%s</Value></Tag></Items></Tags>"
			.formatted(stage);
	}

	private String config(String id) {
		return "<DistributionConfig><CallerReference>r</CallerReference><Comment>of %s</Comment><Enabled>%s</Enabled></DistributionConfig>"
			.formatted(id, !this.disabled.containsKey(id));
	}

	/** Time passes with each request. */
	private String distribution(String id) {
		int left = this.disabled.getOrDefault(id, 0);
		this.disabled.computeIfPresent(id, (key, more) -> Math.max(0, more - 1));
		return "<Distribution><Id>%s</Id><Status>%s</Status></Distribution>".formatted(id,
				(left > 0) ? "InProgress" : "Deployed");
	}

	private void change(HttpExchange exchange, String action, String id) throws IOException {
		boolean distribution = action.endsWith("Distribution");
		String refusal = "";
		if (!version().equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
			refusal = "InvalidIfMatchVersion";
		}
		else if (action.equals("UpdateDistribution")) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			refusal = body.contains("<Comment>of %s</Comment><Enabled>false</Enabled>".formatted(id)) ? ""
					: "IllegalUpdate";
			this.disabled.put(id, this.looks);
		}
		else if (distribution && this.disabled.getOrDefault(id, 1) > 0) {
			refusal = "DistributionNotDisabled";
		}
		else if (!distribution && inUse(id)) {
			refusal = "CannotDeleteEntityWhileInUse";
		}
		else {
			this.stages.remove((distribution ? "distribution/" : "vpcorigin/") + id);
		}
		if (refusal.isEmpty()) {
			this.calls.add("%s %s".formatted(action, id));
			send(exchange, 200, action.startsWith("Update") ? distribution(id) : "");
		}
		else {
			send(exchange, 409, "<ErrorResponse><Error><Code>%s</Code><Message>%1$s</Message></Error></ErrorResponse>"
				.formatted(refusal));
		}
	}

	/** By a distribution of its stage, or another one. */
	private boolean inUse(String origin) {
		String stage = String.valueOf(this.stages.get("vpcorigin/" + origin));
		return this.shared.contains(origin) || this.stages.entrySet()
			.stream()
			.anyMatch((one) -> one.getKey().startsWith("distribution/") && one.getValue().equals(stage));
	}

	/** Another one after each change. */
	private String version() {
		return "V" + this.calls.size();
	}

	private void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("ETag", version());
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		if (bytes.length > 0) {
			exchange.getResponseBody().write(bytes);
		}
	}

}
