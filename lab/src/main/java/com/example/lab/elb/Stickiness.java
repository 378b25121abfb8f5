package com.example.lab.elb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;

/**
 * The cookie that brings a client back to its target. On AWS its value is encrypted.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions">Sticky
 * sessions</a>
 */
final class Stickiness {

	private static final String NAME = "AWSALB";

	private Stickiness() {
	}

	/**
	 * The id of the target that the client had before.
	 * @return empty for none, or when the group is not sticky
	 */
	static String wanted(Attributes attributes, HttpServerExchange exchange) {
		Cookie cookie = attributes.on("stickiness.enabled") ? exchange.getRequestCookie(NAME) : null;
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

	/** Tells the client its target, which counts from each response on. */
	static void tell(Attributes attributes, HttpServerExchange exchange, Target target) {
		if (attributes.on("stickiness.enabled")) {
			Duration duration = attributes.seconds("stickiness.lb_cookie.duration_seconds", 86_400);
			exchange.setResponseCookie(new CookieImpl(NAME,
					Base64.getUrlEncoder()
						.withoutPadding()
						.encodeToString(target.id().getBytes(StandardCharsets.UTF_8)))
				.setPath("/")
				.setExpires(Date.from(Instant.now().plus(duration))));
		}
	}

}
