package com.example.postcards.infra;

import software.amazon.awscdk.App;

/**
 * Synthesises the stack; {@code cdk.json} names this class.
 */
public final class PostcardsApp {

	private PostcardsApp() {
	}

	/**
	 * Writes the cloud assembly.
	 * @param args not used
	 */
	public static void main(String[] args) {
		App app = new App();
		new PostcardsStack(app, "Postcards");
		app.synth();
	}

}
