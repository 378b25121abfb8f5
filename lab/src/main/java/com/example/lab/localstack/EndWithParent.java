package com.example.lab.localstack;

/**
 * A Java agent in DynamoDB's JVM: when LocalStack is gone, however it went, DynamoDB goes
 * too.
 */
public final class EndWithParent {

	private EndWithParent() {
	}

	/**
	 * Called by the JVM before its main method.
	 * @param arguments none
	 */
	public static void premain(String arguments) {
		ProcessHandle.current()
			.parent()
			.ifPresent((parent) -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
	}

}
