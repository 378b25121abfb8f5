package com.example.lab.aws.cloudfront;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Names that CloudFront makes up. */
final class Names {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	/** Of the servers at one edge location. */
	private static final String SERVER = token(24).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "0");

	private Names() {
	}

	/** The id of a distribution and of an invalidation. */
	static String id(char first, int length) {
		StringBuilder id = new StringBuilder().append(first);
		while (id.length() < length) {
			id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
		}
		return id.toString();
	}

	/** Random letters, digits, hyphens and underscores. */
	static String token(int bytes) {
		byte[] random = new byte[bytes];
		RANDOM.nextBytes(random);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
	}

	static String via(String http) {
		return "%s %s.cloudfront.net (CloudFront)".formatted(http, SERVER);
	}

}
