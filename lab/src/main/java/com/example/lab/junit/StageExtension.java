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
import com.example.lab.localstack.LocalStackUnavailableException;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.standin.LabClock;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Launches stages for tests: on first use, and ends them with the test run. Without a way
 * to run LocalStack tests are skipped with the reason, and fail when {@code CI} is
 * {@code true}.
 */
final class StageExtension implements BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(StageExtension.class);

	private static final Path TARGET = Path.of("target", "lab").toAbsolutePath();

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
		StageFolder stage = annotation.value().isEmpty() ? stageAround() : Workshop.find().stage(annotation.value());
		// Before the stages, since stores close in the opposite order.
		SharedLocalStack shared = owner.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(SharedLocalStack.class, (unused) -> SharedLocalStack.start(), SharedLocalStack.class);
		return owner.getStore(NAMESPACE)
			.computeIfAbsent(use + " " + stage.name(), (unused) -> launch(stage, annotation, shared.localStack()),
					Running.class)
			.launch()
			.cloud();
	}

	static boolean own(Stage annotation) {
		return annotation.own() || annotation.clock() != 1 || annotation.context().length > 0;
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
				TARGET.resolve("logs").resolve(stage.name() + "-" + run), new LabClock(annotation.clock()), Map.of(),
				true, context(annotation), localStack.account("%012d".formatted(number)));
		return new Running(Launch.of(stage, options, new Events()));
	}

	private static Map<String, String> context(Stage annotation) {
		return Arrays.stream(annotation.context())
			.map((entry) -> entry.split("=", 2))
			.collect(Collectors.toMap((parts) -> parts[0], (parts) -> parts[1]));
	}

	/**
	 * The stage in whose folder the tests run.
	 */
	private static StageFolder stageAround() {
		Path folder = Path.of("").toAbsolutePath();
		return Workshop.find()
			.stages()
			.stream()
			.filter((stage) -> folder.startsWith(stage.folder()))
			.findFirst()
			.orElseThrow(
					() -> new IllegalStateException("%s is in no stage; name one: @Stage(\"...\")".formatted(folder)));
	}

	/**
	 * The LocalStack of all stages of the test run, each with an account of its own
	 * there.
	 *
	 * @param processes what was started
	 * @param localStack what runs
	 */
	private record SharedLocalStack(Processes processes, LocalStack localStack) implements AutoCloseable {

		static SharedLocalStack start() {
			String run = "localstack-%d".formatted(ProcessHandle.current().pid());
			Processes processes = new Processes(TARGET.resolve("logs").resolve(run));
			try {
				return new SharedLocalStack(processes, LocalStack.start(Workshop.find().data(), processes,
						processes.own(TARGET.resolve(run)), new Events()));
			}
			catch (LocalStackUnavailableException ex) {
				processes.close();
				if ("true".equals(System.getenv("CI"))) {
					throw ex;
				}
				System.err.println("SKIPPED: " + ex.getMessage());
				throw new TestAbortedException(ex.getMessage(), ex);
			}
		}

		@Override
		public void close() {
			try (Processes owned = this.processes; LocalStack running = this.localStack) {
				// Nothing but closing, LocalStack first.
			}
		}

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
