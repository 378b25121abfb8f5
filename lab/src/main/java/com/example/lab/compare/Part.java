package com.example.lab.compare;

import java.util.Locale;

/** What a reader compares at a time. */
public enum Part {

	/** The application, and files that belong to no other part. */
	APP,

	/** The CDK application and its budget. */
	INFRA,

	/** What the CDK application synthesises. */
	TEMPLATE,

	/** The program that migrates the data of the stage before. */
	MOVE,

	/** The tests of all folders. */
	TESTS;

	/**
	 * The part that a listed file belongs to. What only tests need stands under the
	 * heading Tests, wherever it lies.
	 */
	static Part of(String file, String heading) {
		if (file.startsWith("tests/") || heading.equals("Tests")) {
			return TESTS;
		}
		if (file.startsWith("move/")) {
			return MOVE;
		}
		return (file.startsWith("infra/") || file.equals("budget.yaml")) ? INFRA : APP;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
