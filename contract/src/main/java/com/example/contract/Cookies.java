package com.example.contract;

import java.net.HttpCookie;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The cookies of one visitor, and the CSRF token that is one of them.
 */
final class Cookies {

	private static final String TOKEN = "XSRF-TOKEN";

	private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private final Map<String, String> values = new ConcurrentHashMap<>();

	@Nullable String get(String name) {
		return this.values.get(name);
	}

	/**
	 * Whether the request has to carry a token and there is none yet.
	 */
	boolean lackTokenFor(HttpRequest request) {
		return needsToken(request) && !this.values.containsKey(TOKEN);
	}

	/**
	 * The request with cookies and token, unless it has its own.
	 */
	HttpRequest.Builder addTo(HttpRequest.Builder request) {
		HttpRequest given = request.build();
		// One look at the cookies: another thread may change them, and token and cookie
		// have to match.
		Map<String, String> cookies = new TreeMap<>(this.values);
		HttpRequest.Builder complete = request.copy();
		if (!cookies.isEmpty() && given.headers().firstValue("Cookie").isEmpty()) {
			complete.header("Cookie", header(cookies));
		}
		String token = cookies.get(TOKEN);
		if (token != null && needsToken(given) && given.headers().firstValue("X-XSRF-TOKEN").isEmpty()) {
			complete.header("X-XSRF-TOKEN", token);
		}
		return complete;
	}

	String header() {
		return header(new TreeMap<>(this.values));
	}

	private static String header(Map<String, String> cookies) {
		return cookies.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("; "));
	}

	/**
	 * Keeps what an answer sets and drops what it takes back.
	 */
	void keep(HttpHeaders answer) {
		for (String header : answer.allValues("Set-Cookie")) {
			for (HttpCookie cookie : HttpCookie.parse(header)) {
				if (cookie.hasExpired()) {
					this.values.remove(cookie.getName());
				}
				else {
					this.values.put(cookie.getName(), cookie.getValue());
				}
			}
		}
	}

	private static boolean needsToken(HttpRequest request) {
		return !SAFE_METHODS.contains(request.method());
	}

}
