package com.example.postcards.infra;

import java.nio.file.Path;

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
		return new PostcardsOptions(text("alarmEmail"), budget(), cacheSnapshots(), isOn("config"),
				Domain.of(text("hostedZoneId"), text("domainName")), text("email"), processor(), release(), retain(),
				isOn("rotation"), text("userPool"), isOn("verifyEmail"));
	}

	private double budget() {
		String given = text("budget");
		return (given != null) ? Double.parseDouble(given) : DEFAULT_BUDGET;
	}

	private int cacheSnapshots() {
		String given = text("cacheSnapshots");
		return (given != null) ? Integer.parseInt(given) : 0;
	}

	private Processor processor() {
		String given = text("architecture");
		return (given != null) ? Processor.of(given) : Processor.ARM64;
	}

	/**
	 * A path is seen from the folder of {@code cdk.json}.
	 */
	private Path release() {
		String given = text("release");
		return Path.of((given != null) ? given : "../app/target/postcards.jar").toAbsolutePath().normalize();
	}

	/**
	 * Data is deleted only if the value is false.
	 */
	private boolean retain() {
		return !"false".equals(text("retain"));
	}

	private boolean isOn(String name) {
		return Boolean.parseBoolean(text(name));
	}

	private @Nullable String text(String name) {
		Object value = this.context.tryGetContext(name);
		return (value != null) ? value.toString() : null;
	}

}
