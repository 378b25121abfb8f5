package com.example.lab.assembly;

/** Who runs a resource on this computer. */
public enum Runner {

	/** LocalStack deploys it by CloudFormation. */
	LOCALSTACK("LocalStack"),

	/** A process or server of the lab does its work. */
	STAND_IN("stand-in"),

	/** Nothing runs; tests assert it on the template only. */
	INERT("nothing");

	private final String label;

	Runner(String label) {
		this.label = label;
	}

	/**
	 * The word that the ledger prints.
	 * @return one word for a person
	 */
	public String label() {
		return this.label;
	}

}
