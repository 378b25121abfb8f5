package com.example.lab.aws.cloudfront;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What distinguishes objects in the cache.
 *
 * @param path as the viewer wrote it
 * @param query the part that the policy names
 * @param rest method, headers and cookies that the policy names
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html">Understand
 * the cache key</a>
 */
record CacheKey(String path, String query, List<String> rest) {

	static CacheKey of(Behavior behavior, Request request) {
		CacheSettings policy = behavior.cache();
		// HEAD is served from what GET has fetched.
		String method = (behavior.caches(request) && request.isRead()) ? "GET" : request.method();
		String headers = policy.headers()
			.names()
			.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT) + ":" + quoted(value(name, request)))
			.sorted()
			.collect(Collectors.joining("\n"));
		return new CacheKey(request.path(), query(request.query(), policy.queries()),
				List.of(method, headers, cookies(request.fields(), policy.cookies()), encoding(policy, request)));
	}

	/** The path with the query, as an invalidation names it. */
	String target() {
		return this.query.isEmpty() ? this.path : this.path + "?" + this.query;
	}

	/** The part of a query that a policy names. */
	static String query(String query, Selection selection) {
		return query.isEmpty() ? ""
				: Arrays.stream(query.split("&"))
					.filter((parameter) -> selection.includes(parameter.split("=", 2)[0]))
					.collect(Collectors.joining("&"));
	}

	/** The cookies that a policy names, as one header. */
	static String cookies(Fields fields, Selection selection) {
		return fields.all("Cookie")
			.stream()
			.flatMap((value) -> Arrays.stream(value.split(";")))
			.map(String::strip)
			.filter((cookie) -> !cookie.isEmpty() && selection.includes(cookie.split("=", 2)[0].strip()))
			.collect(Collectors.joining("; "));
	}

	/**
	 * {@code Accept-Encoding} as CloudFront normalizes it.
	 * @return empty if it is not in the key
	 */
	static String encoding(CacheSettings policy, Request request) {
		if (!policy.normalizes() || request.viewer().http().equals("1.0")) {
			return "";
		}
		List<String> accepted = Arrays.stream(request.fields().joined("Accept-Encoding").split(","))
			.map((each) -> each.strip().toLowerCase(Locale.ROOT))
			.filter((each) -> !each.replace(" ", "").matches(".*;q=0(\\.0*)?"))
			.map((each) -> each.split(";")[0].strip())
			.toList();
		boolean brotli = policy.brotli() && accepted.contains("br");
		boolean gzip = policy.gzip() && accepted.contains("gzip");
		return (brotli && gzip) ? "br,gzip" : brotli ? "br" : gzip ? "gzip" : "";
	}

	private static String value(String name, Request request) {
		String added = name.toLowerCase(Locale.ROOT).startsWith(ViewerHeaders.PREFIX)
				? ViewerHeaders.value(name, request) : null;
		return (added != null) ? added : request.fields().joined(name);
	}

	/** No value of a header can look like the next header. */
	private static String quoted(String value) {
		return value.replace("\\", "\\\\").replace("\n", "\\n");
	}

}
