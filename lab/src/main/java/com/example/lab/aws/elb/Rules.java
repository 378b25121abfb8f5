package com.example.lab.aws.elb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;

/**
 * The rules of a listener. The one with the lowest priority whose conditions hold takes a
 * request; if there is none, the default action does.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html">Listener
 * rules</a>
 */
final class Rules implements HttpHandler {

	/** For the access log; absent when the default action took the request. */
	static final AttachmentKey<Integer> PRIORITY = AttachmentKey.create(Integer.class);

	private volatile HttpHandler defaultAction;

	private volatile List<Rule> byPriority = List.of();

	Rules(HttpHandler defaultAction) {
		this.defaultAction = defaultAction;
	}

	/**
	 * Adds a rule.
	 * @throws IllegalArgumentException if another has its priority, which AWS refuses too
	 */
	synchronized void add(Rule rule) {
		this.byPriority.stream()
			.filter((other) -> other.priority() == rule.priority())
			.findFirst()
			.ifPresent((other) -> {
				throw new IllegalArgumentException("Priority %d is taken by %s; each rule of a listener needs its own."
					.formatted(rule.priority(), other.path()));
			});
		List<Rule> rules = new ArrayList<>(this.byPriority);
		rules.add(rule);
		rules.sort(Comparator.comparingInt(Rule::priority));
		this.byPriority = List.copyOf(rules);
	}

	/** Does something else with what no rule takes. */
	void otherwise(HttpHandler action) {
		this.defaultAction = action;
	}

	synchronized void remove(Rule rule) {
		this.byPriority = this.byPriority.stream().filter((other) -> other != rule).toList();
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		for (Rule rule : this.byPriority) {
			if (rule.conditions().test(exchange)) {
				exchange.putAttachment(PRIORITY, rule.priority());
				rule.action().handleRequest(exchange);
				return;
			}
		}
		this.defaultAction.handleRequest(exchange);
	}

	/**
	 * A rule.
	 *
	 * @param priority from 1
	 * @param path of its construct
	 * @param conditions whether all of them hold for a request
	 * @param action what is done then
	 */
	record Rule(int priority, String path, Predicate<HttpServerExchange> conditions, HttpHandler action) {
	}

}
