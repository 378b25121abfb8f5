package com.example.lab.aws.cloudfront;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The {@code Vary} that viewers see: what the origin could not see is left out. */
final class Vary {

	private Vary() {
	}

	static Fields visible(Fields fields, Behavior behavior) {
		if (!fields.has("Vary")) {
			return fields;
		}
		String kept = Arrays.stream(fields.joined("Vary").split(","))
			.map(String::strip)
			.filter((name) -> name.equals("*") || name.equalsIgnoreCase("Accept-Encoding")
					|| name.equalsIgnoreCase("Cookie") || behavior.sendsHeader(name))
			.collect(Collectors.joining(", "));
		return kept.isEmpty() ? fields.without("Vary") : fields.with("Vary", kept);
	}

}
