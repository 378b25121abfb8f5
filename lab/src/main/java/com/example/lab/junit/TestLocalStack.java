package com.example.lab.junit;

import java.nio.file.Path;

import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.LocalStackUnavailableException;
import com.example.lab.process.Processes;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.opentest4j.TestAbortedException;

/** The one LocalStack of a test run: started on first use, ended with the run. */
public final class TestLocalStack implements AutoCloseable {

	private static final Namespace NAMESPACE = Namespace.create(TestLocalStack.class);

	private final Processes processes;

	private final LocalStack localStack;

	private TestLocalStack(Processes processes, LocalStack localStack) {
		this.processes = processes;
		this.localStack = localStack;
	}

	/**
	 * The LocalStack of the test run. What JUnit's stores get later is closed before it.
	 * @param context of any test
	 * @return the same each time
	 * @throws TestAbortedException without a way to run LocalStack, so that tests are
	 * skipped with the reason
	 * @throws LocalStackUnavailableException instead, when {@code CI} is {@code true}
	 */
	public static LocalStack of(ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(TestLocalStack.class, (unused) -> start(), TestLocalStack.class).localStack;
	}

	private static TestLocalStack start() {
		Path target = Path.of("target", "lab").toAbsolutePath();
		String run = "localstack-%d".formatted(ProcessHandle.current().pid());
		Processes processes = new Processes(target.resolve("logs").resolve(run));
		try {
			return new TestLocalStack(processes, LocalStack.start(Workshop.find().data(), processes,
					processes.own(target.resolve(run)), new Events()));
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
