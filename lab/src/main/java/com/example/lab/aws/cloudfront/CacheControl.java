package com.example.lab.aws.cloudfront;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What an origin says about the cache, and how long CloudFront keeps the answer then.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#ExpirationDownloadDist">Specify
 * the amount of time that CloudFront caches objects</a>
 */
final class CacheControl {

	private static final Pattern DIRECTIVE = Pattern
		.compile("\\s*([A-Za-z-]+)\\s*(?:=\\s*(?:\"([^\"]*)\"|([^,\\s\"]*)))?\\s*(?:,|$)");

	private final Map<String, String> directives = new TreeMap<>();

	private final Fields fields;

	private CacheControl(Fields fields) {
		this.fields = fields;
		Matcher matcher = DIRECTIVE.matcher(fields.joined("Cache-Control"));
		while (matcher.find()) {
			String value = (matcher.group(2) != null) ? matcher.group(2) : matcher.group(3);
			this.directives.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), (value != null) ? value : "");
		}
	}

	static CacheControl of(Fields fields) {
		return new CacheControl(fields);
	}

	/**
	 * How long an answer without an error is fresh.
	 * @param policy of the behavior
	 * @param now the time
	 * @return seconds; empty if it is not kept at all
	 */
	OptionalLong seconds(CacheSettings policy, Instant now) {
		if (forbids()) {
			return (policy.minTtl() > 0) ? OptionalLong.of(policy.minTtl()) : OptionalLong.empty();
		}
		if (this.fields.joined("Vary").contains("*") && policy.minTtl() == 0) {
			return OptionalLong.of(0);
		}
		OptionalLong told = told(now);
		long wanted = told.isPresent() ? told.getAsLong() : policy.defaultTtl();
		return OptionalLong.of(Math.max(policy.minTtl(), Math.min(policy.maxTtl(), wanted)));
	}

	/** What {@code s-maxage}, {@code max-age} or {@code Expires} say, in seconds. */
	OptionalLong told(Instant now) {
		OptionalLong age = maxAge();
		if (age.isPresent()) {
			return age;
		}
		Instant expires = date(this.fields.first("Expires"));
		if (expires == null) {
			// A date that is none has passed.
			return this.fields.has("Expires") ? OptionalLong.of(0) : OptionalLong.empty();
		}
		return OptionalLong.of(Math.max(0, expires.getEpochSecond() - now.getEpochSecond()));
	}

	/** What {@code s-maxage} or {@code max-age} says, in seconds. */
	OptionalLong maxAge() {
		OptionalLong shared = seconds("s-maxage");
		return shared.isPresent() ? shared : seconds("max-age");
	}

	/** The seconds of a directive; empty without it. */
	OptionalLong seconds(String directive) {
		String value = this.directives.get(directive);
		return (value != null && value.matches("\\d{1,18}")) ? OptionalLong.of(Long.parseLong(value))
				: OptionalLong.empty();
	}

	/** Whether caches are not to use an answer again without asking. */
	boolean forbids() {
		return this.directives.containsKey("no-store") || "".equals(this.directives.get("private"))
				|| "".equals(this.directives.get("no-cache"));
	}

	/** Whether requests that wait for this answer get it. */
	boolean shares(CacheSettings policy) {
		boolean never = forbids() || maxAge().orElse(1) == 0;
		return policy.minTtl() > 0 || !never;
	}

	/** Whether caches keep an answer without one of its headers. */
	boolean leavesOut(String header) {
		return (this.directives.getOrDefault("no-cache", "") + "," + this.directives.getOrDefault("private", ""))
			.toLowerCase(Locale.ROOT)
			.matches("(.*[,\\s])?" + Pattern.quote(header.toLowerCase(Locale.ROOT)) + "([,\\s].*)?");
	}

	static @Nullable Instant date(@Nullable String text) {
		try {
			return (text != null) ? ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()
					: null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
