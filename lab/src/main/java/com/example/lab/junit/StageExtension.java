package com.example.lab.junit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Events;
import com.example.lab.launch.Launch;
import com.example.lab.launch.LaunchOptions;
import com.example.lab.localstack.LocalStack;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.standin.LabClock;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Launches stages for tests: on first use, and ends them with the test run. Without a way
 * to run LocalStack tests are skipped with the reason, and fail when {@code CI} is
 * {@code true}.
 */
final class StageExtension implements BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(StageExtension.class);

	private static final Path TARGET = Path.of("target", "lab").toAbsolutePath();

	/** The speed of all stages of a test run that do not ask for another. */
	private static final String CLOCK = "lab.clock";

	private static final AtomicInteger RUNS = new AtomicInteger();

	/** Here, because JUnit takes a resolver that gives up for a broken test. */
	@Override
	public void beforeAll(ExtensionContext context) {
		cloud(context);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == LocalCloud.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.findAnnotation(Stage.class)
			.map((annotation) -> cloud(annotation, context, "beside"))
			.orElseGet(() -> cloud(context));
	}

	private static LocalCloud cloud(ExtensionContext context) {
		ExtensionContext annotated = annotated(context);
		Stage annotation = AnnotationSupport.findAnnotation(annotated.getRequiredTestClass(), Stage.class)
			.orElseThrow();
		return own(annotation) ? cloud(annotation, annotated, "own") : cloud(annotation, context.getRoot(), "shared");
	}

	private static LocalCloud cloud(Stage annotation, ExtensionContext owner, String use) {
		StageFolder stage = stage(annotation);
		// Before the stages, since stores close in the opposite order.
		LocalStack localStack = TestLocalStack.of(owner);
		return owner.getStore(NAMESPACE)
			.computeIfAbsent(use + " " + stage.name(), (unused) -> launch(stage, annotation, localStack), Running.class)
			.launch()
			.cloud();
	}

	static boolean own(Stage annotation) {
		return annotation.own() || annotation.clock() != 0 || annotation.context().length > 0;
	}

	private static double clock(Stage annotation) {
		return (annotation.clock() != 0) ? annotation.clock() : Double.parseDouble(System.getProperty(CLOCK, "1"));
	}

	/**
	 * The class that has the annotation. A nested class that it inherited is enclosed by
	 * another, so this looks at the contexts.
	 */
	private static ExtensionContext annotated(ExtensionContext context) {
		ExtensionContext found = context;
		while (found.getTestMethod().isPresent()
				|| !AnnotationSupport.isAnnotated(found.getRequiredTestClass(), Stage.class)) {
			found = found.getParent().orElseThrow();
		}
		return found;
	}

	private static Running launch(StageFolder stage, Stage annotation, LocalStack localStack) {
		int number = RUNS.incrementAndGet();
		String run = "run-%d-%d".formatted(ProcessHandle.current().pid(), number);
		LaunchOptions options = new LaunchOptions(TARGET.resolve(run),
				TARGET.resolve("logs").resolve(stage.name() + "-" + run), new LabClock(clock(annotation)), Map.of(),
				true, context(annotation), localStack.account("%012d".formatted(number)));
		return new Running(Launch.of(stage, options, new Events()));
	}

	private static Map<String, String> context(Stage annotation) {
		return Arrays.stream(annotation.context())
			.map((entry) -> entry.split("=", 2))
			.collect(Collectors.toMap((parts) -> parts[0], (parts) -> parts[1]));
	}

	private static StageFolder stage(Stage annotation) {
		Workshop workshop = Workshop.find();
		if (!annotation.value().isEmpty()) {
			return workshop.stage(annotation.value());
		}
		StageFolder around = workshop.around(Path.of(""));
		return annotation.before() ? around.before() : around;
	}

	/**
	 * A launched stage that JUnit closes with its store.
	 *
	 * @param launch the launched stage
	 */
	private record Running(Launch launch) implements AutoCloseable {

		@Override
		public void close() {
			this.launch.close();
		}

	}

}
