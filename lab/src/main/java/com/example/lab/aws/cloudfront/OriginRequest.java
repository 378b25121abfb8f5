package com.example.lab.aws.cloudfront;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the request for an origin from that of a viewer.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html">Request
 * and response behavior for custom origins</a>
 */
final class OriginRequest {

	/** What a viewer sends of these never reaches an origin. */
	private static final Set<String> DROPPED = Set.of("accept-encoding", "connection", "content-length", "cookie",
			"expect", "host", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization",
			"proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "via", "x-amz-cf-id",
			"x-forwarded-for", "x-forwarded-proto", "x-real-ip");

	/** They go to the origin where answers are not cached; the edge answers them else. */
	private static final Set<String> CONDITIONS = Set.of("if-match", "if-modified-since", "if-none-match", "if-range",
			"if-unmodified-since", "range");

	/** They describe the body, and go with it. */
	private static final Set<String> OF_BODY = Set.of("content-encoding", "content-language", "content-md5",
			"content-type");

	private final Behavior behavior;

	private final Request request;

	private final boolean cached;

	/**
	 * The request of one viewer.
	 * @param cached whether the answer may be cached, and so must be whole
	 */
	OriginRequest(Behavior behavior, Request request, boolean cached) {
		this.behavior = behavior;
		this.request = request;
		this.cached = cached;
	}

	/**
	 * The request that an origin gets, without a host.
	 * @param origin whose headers are added
	 * @param id of the request
	 */
	Request of(OriginSettings origin, String id) {
		Fields sent = this.request.fields();
		Fields fields = sent.only(this::passes);
		for (String name : concat(this.behavior.cache().headers().names(), this.behavior.forward().added())) {
			String added = ViewerHeaders.value(name, this.request);
			fields = (added != null) ? fields.with(name, added) : fields;
		}
		String cookies = Arrays.stream(CacheKey.cookies(sent, Selection.ALL).split("; "))
			.filter((cookie) -> this.behavior.sends(CacheSettings::cookies, ForwardSettings::cookies,
					cookie.split("=", 2)[0]))
			.collect(Collectors.joining("; "));
		fields = cookies.isEmpty() ? fields : fields.with("Cookie", cookies);
		fields = encoding(fields);
		String before = sent.joined("X-Forwarded-For");
		String viewer = this.request.viewer().ip();
		fields = fields.with("X-Forwarded-For", before.isEmpty() ? viewer : before + "," + viewer)
			.with("Via", Names.via(this.request.viewer().http()))
			.with("X-Amz-Cf-Id", id);
		fields = fields.has("User-Agent") ? fields : fields.with("User-Agent", "Amazon CloudFront");
		fields = fields.with(origin.custom());
		String query = this.request.query().isEmpty() ? ""
				: Arrays.stream(this.request.query().split("&"))
					.filter((each) -> this.behavior.sends(CacheSettings::queries, ForwardSettings::queries,
							each.split("=", 2)[0]))
					.collect(Collectors.joining("&"));
		String method = (this.cached && this.request.isRead()) ? "GET" : this.request.method();
		return new Request(method, origin.path() + this.request.path(), query, fields, this.request.body(),
				this.request.viewer());
	}

	/** Whether the origin gets the host that the viewer asked for. */
	boolean forwardsHost() {
		return this.behavior.sendsHeader("Host");
	}

	private boolean passes(String name) {
		if (DROPPED.contains(name) || name.startsWith(ViewerHeaders.PREFIX)
				|| nominated(this.request.fields()).contains(name)) {
			return false;
		}
		if (CONDITIONS.contains(name)) {
			return !this.cached;
		}
		return (OF_BODY.contains(name) && this.request.body().length > 0) || this.behavior.sendsHeader(name);
	}

	/** Headers that the viewer calls a matter of its connection. */
	private static Set<String> nominated(Fields fields) {
		return Arrays.stream(fields.joined("Connection").split(","))
			.map((name) -> name.strip().toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

	private Fields encoding(Fields fields) {
		String sent = this.request.fields().joined("Accept-Encoding");
		if (sent.isEmpty()) {
			return fields;
		}
		if (this.behavior.cache().normalizes()) {
			String normalized = CacheKey.encoding(this.behavior.cache(), this.request);
			return fields.with("Accept-Encoding", normalized.isEmpty() ? "identity" : normalized);
		}
		return this.behavior.sendsHeader("Accept-Encoding") ? fields.with("Accept-Encoding", sent) : fields;
	}

	private static List<String> concat(List<String> first, List<String> second) {
		return Stream.concat(first.stream(), second.stream()).toList();
	}

}
