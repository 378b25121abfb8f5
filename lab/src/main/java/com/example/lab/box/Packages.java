package com.example.lab.box;

import java.util.Collection;
import java.util.regex.Pattern;

/** Packages of Amazon Linux 2023 whose programs the lab has. */
final class Packages {

	private static final Pattern KNOWN = Pattern
		.compile("java-\\d+-amazon-corretto(-headless)?|postgresql\\d+-server|nodejs\\d*|"
				+ "openssl|curl-minimal|augeas-libs|python3|amazon-cloudwatch-agent");

	private Packages() {
	}

	/**
	 * Installs packages: their programs are there already.
	 * @throws IllegalArgumentException if the lab has no programs of one
	 */
	static void install(Collection<String> packages) {
		packages.stream().filter((name) -> !KNOWN.matcher(name).matches()).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException("the lab has no programs of the package " + name);
		});
	}

}
