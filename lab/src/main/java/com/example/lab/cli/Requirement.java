package com.example.lab.cli;

/**
 * What the workshop needs of a computer: {@code doctor} looks for it, the site lists it.
 */
public enum Requirement {

	/** The Java that compiles and runs everything. */
	JDK("JDK", "17 or newer, with its compiler",
			"Install one from your package manager, or from https://adoptium.net."),
	/** What the CDK needs. */
	NODE("Node.js", "20 or newer, to synthesise CDK templates",
			"Install it from your package manager, or from https://nodejs.org."),
	/** What installs the stand-in for Cognito. */
	NPM("npm", "any that comes with Node.js",
			"Install Node.js from https://nodejs.org, which includes it. On Debian and Ubuntu: apt install npm."),
	/** One of two ways to run LocalStack. */
	LOCALSTACK("for LocalStack", "Docker, or Python 3.9 to 3.13 with venv",
			"Install one of them. On Debian and Ubuntu: apt install python3-venv."),
	/** A dependency of the lab; it refuses root, which a user namespace hides from it. */
	POSTGRES("PostgreSQL", "included; needs a normal user, or root with user namespaces",
			"PostgreSQL refuses root. Use a normal user, or install unshare (package util-linux) and, in a container, allow user namespaces."),
	/** Of the computer. */
	MEMORY("memory", "4 GB or more",
			"A stage takes 1 to 3 GB. With less than 4 GB the computer may swap, and drills may look slower."),
	/** Where the checkout is. */
	DISK("free disk", "3 GB", "LocalStack, PostgreSQL and the libraries take about 3 GB. Free some space."),
	/** Where everything is written. */
	FOLDERS("folders", "the workshop's and the one for temporary files can be written",
			"Make that folder writable for your user, or set TMPDIR to another folder for temporary files."),
	/** Where a stage is reached. */
	PORT("port 8080", "free, or any other",
			"Another program uses it, so ./workshop up takes another port. --port 9090 sets one."),
	/** For the browser tests alone. */
	CHROME("Chrome for tests", "Chrome or Chromium, and its chromedriver",
			"The browser tests are skipped without them. Install both from your package manager.");

	private final String what;

	private final String needed;

	private final String advice;

	Requirement(String what, String needed, String advice) {
		this.what = what;
		this.needed = needed;
		this.advice = advice;
	}

	/**
	 * What it is.
	 * @return a word or two
	 */
	public String what() {
		return this.what;
	}

	/**
	 * What is needed.
	 * @return a phrase
	 */
	public String needed() {
		return this.needed;
	}

	/**
	 * What to do without it.
	 * @return a sentence or two
	 */
	public String advice() {
		return this.advice;
	}

}
