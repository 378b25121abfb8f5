package com.example.lab.assembly;

/** What runs a resource on this computer. */
public enum Runner {

	/** LocalStack deploys it by CloudFormation. */
	LOCALSTACK("LocalStack"),

	/** A process or server of the lab does its work. */
	STAND_IN("stand-in"),

	/** LocalStack keeps it, and nothing acts on it. */
	RECORDED("recorded"),

	/** Nothing runs; tests assert it on the template only. */
	INERT("nothing");

	private final String label;

	Runner(String label) {
		this.label = label;
	}

	/**
	 * Whether the resource is in the copy of the template that LocalStack deploys.
	 * @return false for what the lab takes out
	 */
	public boolean deployed() {
		return this == LOCALSTACK || this == RECORDED;
	}

	/**
	 * The word that the ledger prints.
	 * @return one word for a person
	 */
	public String label() {
		return this.label;
	}

}
