package com.example.lab.aws.cloudfront;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a response headers policy says to scripts of other sites.
 *
 * @param origins sites, with {@code *} for any part
 * @param headers that a request may have
 * @param methods that a request may have
 * @param exposed headers of the answer that a script may read
 * @param credentials whether cookies may be sent
 * @param maxAge of the answer to a preflight request, in seconds; 0 for none
 * @param override whether it replaces what the origin says
 */
record Cors(List<String> origins, List<String> headers, List<String> methods, List<String> exposed, boolean credentials,
		long maxAge, boolean override) {

	private static final String ALLOW = "Access-Control-Allow-Origin";

	private static final List<String> ALL_METHODS = List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

	static Cors read(Settings cors) {
		List<String> methods = cors.inside("AccessControlAllowMethods", (each) -> each.texts("Items"));
		return new Cors(cors.inside("AccessControlAllowOrigins", (each) -> each.texts("Items")),
				cors.inside("AccessControlAllowHeaders", (each) -> each.texts("Items")),
				methods.equals(List.of("ALL")) ? ALL_METHODS : methods,
				cors.inside("AccessControlExposeHeaders", (each) -> each.texts("Items")),
				cors.flag("AccessControlAllowCredentials", false), cors.number("AccessControlMaxAgeSec", 0),
				cors.flag("OriginOverride", false));
	}

	/** Adds to the answer for a request with an {@code Origin}. */
	Fields apply(Request request, Fields fields) {
		String site = request.fields().first("Origin");
		String allowed = (site != null) ? allowed(site) : null;
		if (allowed == null) {
			return fields;
		}
		Fields now = add(fields, ALLOW, allowed);
		now = this.credentials ? add(now, "Access-Control-Allow-Credentials", "true") : now;
		if (request.method().equals("OPTIONS") && request.fields().has("Access-Control-Request-Method")) {
			now = add(now, "Access-Control-Allow-Headers", String.join(", ", this.headers));
			now = add(now, "Access-Control-Allow-Methods", String.join(", ", this.methods));
			now = (this.maxAge > 0) ? add(now, "Access-Control-Max-Age", Long.toString(this.maxAge)) : now;
		}
		return add(now, "Access-Control-Expose-Headers", String.join(", ", this.exposed));
	}

	private @Nullable String allowed(String site) {
		if (this.origins.contains("*")) {
			return this.credentials ? site : "*";
		}
		boolean listed = this.origins.stream()
			.anyMatch((each) -> each.equals(site) || Paths.pattern(each).matcher(site).matches()
					|| Paths.pattern(each).matcher(site.replaceFirst("^https?://", "")).matches());
		return listed ? site : null;
	}

	private Fields add(Fields fields, String name, String value) {
		return (value.isEmpty() || (!this.override && fields.has(name))) ? fields : fields.with(name, value);
	}

}
