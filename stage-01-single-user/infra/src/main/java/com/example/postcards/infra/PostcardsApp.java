package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.constructs.Node;

/**
 * Synthesises the stack; {@code cdk.json} names this class. It alone reads context
 * values.
 */
public final class PostcardsApp {

	/** Dollars a month. */
	private static final double DEFAULT_BUDGET = 20;

	private final Node context;

	private PostcardsApp(Node context) {
		this.context = context;
	}

	/**
	 * Writes the cloud assembly.
	 * @param args not used
	 */
	public static void main(String[] args) {
		App app = new App();
		stack(app);
		app.synth();
	}

	/**
	 * Adds the stack that the context values describe, with its security checks.
	 */
	static PostcardsStack stack(App app) {
		PostcardsApp values = new PostcardsApp(app.getNode());
		PostcardsStack stack = new PostcardsStack(app, "Postcards", values.props(), values.options());
		SecurityChecks.addTo(stack);
		return stack;
	}

	/**
	 * Without an account and a Region the template fits any.
	 */
	private StackProps props() {
		Environment environment = Environment.builder().account(text("account")).region(text("region")).build();
		return StackProps.builder().env(environment).build();
	}

	private PostcardsOptions options() {
		return new PostcardsOptions(budget(), Domain.of(text("hostedZoneId"), text("domainName")), text("email"),
				retain());
	}

	private double budget() {
		String given = text("budget");
		return (given != null) ? Double.parseDouble(given) : DEFAULT_BUDGET;
	}

	/**
	 * Data is deleted only if the value is false.
	 */
	private boolean retain() {
		return !"false".equals(text("retain"));
	}

	private @Nullable String text(String name) {
		Object value = this.context.tryGetContext(name);
		return (value != null) ? value.toString() : null;
	}

}
