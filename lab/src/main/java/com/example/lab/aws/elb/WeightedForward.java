package com.example.lab.aws.elb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import org.jspecify.annotations.Nullable;

/**
 * Divides requests among several target groups by their weights. AWS does not say how it
 * chooses; here it is a smooth weighted round robin, so that any run of requests comes as
 * close to the weights as it can. With stickiness a cookie brings a client back to its
 * group, whatever the weight of that is now. Runs on the one I/O thread of its listener.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions">Forward
 * actions</a>
 */
final class WeightedForward implements HttpHandler {

	private static final String COOKIE = "AWSALBTG";

	private final List<Choice> choices;

	private final @Nullable Duration stickiness;

	private final int sum;

	/**
	 * Begins with the group of the highest weight.
	 * @param stickiness how long a client comes back to its group; null for none
	 */
	WeightedForward(List<Choice> choices, @Nullable Duration stickiness) {
		this.choices = choices;
		this.stickiness = stickiness;
		this.sum = choices.stream().mapToInt((choice) -> choice.weight).sum();
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) {
		Choice chosen = (this.stickiness != null) ? before(exchange) : null;
		if (chosen == null) {
			chosen = next();
		}
		if (this.stickiness != null) {
			exchange.setResponseCookie(new CookieImpl(COOKIE, chosen.cookie()).setPath("/")
				.setExpires(Date.from(Instant.now().plus(this.stickiness))));
		}
		chosen.forwarder.handleRequest(exchange);
	}

	private @Nullable Choice before(HttpServerExchange exchange) {
		Cookie cookie = exchange.getRequestCookie(COOKIE);
		return (cookie == null) ? null
				: this.choices.stream()
					.filter((choice) -> choice.cookie().equals(cookie.getValue()))
					.findFirst()
					.orElse(null);
	}

	private Choice next() {
		Choice next = this.choices.get(0);
		for (Choice choice : this.choices) {
			choice.turn += choice.weight;
			next = (choice.turn > next.turn) ? choice : next;
		}
		next.turn -= this.sum;
		return next;
	}

	/** A target group and its share. */
	static final class Choice {

		private final Forwarder forwarder;

		private final int weight;

		/** The highest is next. */
		private int turn;

		Choice(Forwarder forwarder, int weight) {
			this.forwarder = forwarder;
			this.weight = weight;
		}

		/**
		 * On AWS the value is encrypted.
		 */
		private String cookie() {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(this.forwarder.group().ref().getBytes(StandardCharsets.UTF_8));
		}

	}

}
