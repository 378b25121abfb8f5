package com.example.lab.aws.elb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/**
 * The cookie that brings a client back to its target: the load balancer sets it with each
 * response, or, of type {@code app_cookie}, with those in which the application sets a
 * cookie of its own. On AWS its value is encrypted.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions">Sticky
 * sessions</a>
 */
final class Stickiness {

	private static final String BY_DURATION = "AWSALB";

	private static final String BY_APPLICATION = "AWSALBAPP-0";

	private static final String APP_COOKIE = "app_cookie";

	private Stickiness() {
	}

	/**
	 * The id of the target that the client had before.
	 * @return empty for none, or when the group is not sticky
	 */
	static String wanted(Attributes attributes, HttpServerExchange exchange) {
		Cookie cookie = attributes.on("stickiness.enabled") ? exchange.getRequestCookie(name(attributes)) : null;
		if (cookie == null) {
			return "";
		}
		try {
			return new String(Base64.getUrlDecoder().decode(cookie.getValue()), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	/**
	 * Sets the cookie that names the client's target, which counts from this response on.
	 */
	static void tell(Attributes attributes, HttpServerExchange exchange, Target target) {
		if (attributes.on("stickiness.enabled") && (!byApplication(attributes) || setsCookie(attributes, exchange))) {
			Duration duration = attributes.seconds(
					"stickiness.%s.duration_seconds".formatted(byApplication(attributes) ? APP_COOKIE : "lb_cookie"),
					86_400);
			exchange.setResponseCookie(new CookieImpl(name(attributes),
					Base64.getUrlEncoder()
						.withoutPadding()
						.encodeToString(target.id().getBytes(StandardCharsets.UTF_8)))
				.setPath("/")
				.setExpires(Date.from(Instant.now().plus(duration))));
		}
	}

	private static boolean setsCookie(Attributes attributes, HttpServerExchange exchange) {
		HeaderValues cookies = exchange.getResponseHeaders().get(Headers.SET_COOKIE);
		String beginning = attributes.text("stickiness.app_cookie.cookie_name") + "=";
		return cookies != null && cookies.stream().anyMatch((cookie) -> cookie.startsWith(beginning));
	}

	private static String name(Attributes attributes) {
		return byApplication(attributes) ? BY_APPLICATION : BY_DURATION;
	}

	private static boolean byApplication(Attributes attributes) {
		return attributes.text("stickiness.type").equals(APP_COOKIE);
	}

}
