package com.example.lab.localstack;

import java.nio.file.Path;

import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * One LocalStack for all tests of a run. Where none is possible tests are skipped with
 * the reason, and fail when {@code CI} is {@code true}.
 */
public final class SharedLocalStack implements BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(SharedLocalStack.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		run(context);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == LocalStack.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return run(context).localStack();
	}

	private static Run run(ExtensionContext context) {
		return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Run.class, (unused) -> Run.start(), Run.class);
	}

	record Run(Processes processes, LocalStack localStack) implements AutoCloseable {

		static Run start() {
			Path home = Path.of("target", "localstack", "shared-" + ProcessHandle.current().pid()).toAbsolutePath();
			Processes processes = new Processes(home.resolveSibling("logs"));
			try {
				return new Run(processes,
						LocalStack.start(Workshop.find().data(), processes, processes.own(home), new Events()));
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

}
