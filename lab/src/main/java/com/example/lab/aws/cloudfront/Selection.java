package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which headers, cookies or query strings of a viewer's request a policy names.
 *
 * @param behavior {@code none}, {@code whitelist}, {@code allExcept} or {@code all}
 * @param names those that it lists, as the template writes them
 */
record Selection(String behavior, List<String> names) {

	static final Selection NONE = new Selection("none", List.of());

	static final Selection ALL = new Selection("all", List.of());

	static Selection of(String... names) {
		return new Selection("whitelist", List.of(names));
	}

	/** Cookies and query strings have names with case; headers have none. */
	boolean includes(String name) {
		return switch (this.behavior) {
			case "none" -> false;
			case "whitelist" -> this.names.contains(name);
			case "allExcept" -> !this.names.contains(name);
			default -> true;
		};
	}

	boolean includesHeader(String name) {
		Set<String> lower = this.names.stream()
			.map((each) -> each.toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
		boolean listed = lower.contains(name.toLowerCase(Locale.ROOT));
		return switch (this.behavior) {
			case "none" -> false;
			case "whitelist" -> listed;
			case "allExcept" -> !listed;
			default -> true;
		};
	}

	boolean isNone() {
		return this.behavior.equals("none");
	}

	/**
	 * Reads one.
	 * @param settings the policy
	 * @param config such as {@code CookiesConfig}
	 * @param behavior such as {@code CookieBehavior}
	 * @param list such as {@code Cookies}
	 * @param taken the behaviors that the type has
	 */
	static Selection read(Settings settings, String config, String behavior, String list, String... taken) {
		return settings.inside(config, (each) -> new Selection(each.choice(behavior, "none", taken), each.texts(list)));
	}

}
