package com.example.lab.compare;

import java.util.Locale;

/** What a reader compares at a time. */
public enum Part {

	/** The application, and whatever belongs to no other part. */
	APP,

	/** The CDK application. */
	INFRA,

	/** What the CDK application synthesises. */
	TEMPLATE,

	/** The tests of all three folders. */
	TESTS;

	/**
	 * The part that a listed file belongs to. What only tests need stands under the
	 * heading Tests, wherever it lies.
	 */
	static Part of(String file, String heading) {
		if (file.startsWith("tests/") || heading.equals("Tests")) {
			return TESTS;
		}
		return file.startsWith("infra/") ? INFRA : APP;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
