package com.example.lab.aws.lambda;

import java.nio.file.Path;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(SharedLocalStack.class)
@Timeout(90)
class LambdaFunctionTests {

	private static final String BUCKET = "functions";

	private final Processes processes;

	private final LambdaFunction function;

	LambdaFunctionTests(@TempDir Path temporary, LocalStack localStack) throws Exception {
		this.processes = new Processes(temporary.resolve("logs"));
		LabContext lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, new Events(),
				new LabClock(1), Map.of(), true);
		lab.connect(localStack);
		localStack.s3().createBucket((request) -> request.bucket(BUCKET));
		Path zip = Echo.zip(temporary.resolve("echo.zip"));
		localStack.s3().putObject((request) -> request.bucket(BUCKET).key("echo.zip"), zip);
		this.function = new LambdaFunction(
				new Resource("Echo", "AWS::Lambda::Function", "Stack/Echo/Resource", json("{}")), lab);
	}

	@BeforeEach
	void start() throws Exception {
		this.function.start(json("""
				{"Runtime": "java17", "Handler": "com.example.lab.aws.lambda.Echo::handleRequest", "Timeout": 5,
				"MemorySize": 64, "Environment": {"Variables": {"COLOUR": "red"}},
				"Code": {"S3Bucket": "functions", "S3Key": "echo.zip"}}"""));
	}

	@AfterEach
	void end() {
		this.function.close();
		this.processes.close();
	}

	@Test
	void answersWithWhatItsHandlerReturns() throws Exception {
		assertThat(call("{\"say\": \"hello\"}").path("said").asString()).isEqualTo("hello");
	}

	@Test
	void hasTheEnvironmentAndTheMemoryOfTheTemplate() throws Exception {
		assertThat(call("{}").path("colour").asString()).isEqualTo("red");
		assertThat(call("{}").path("memory").asString()).isEqualTo("64");
	}

	@Test
	void keepsItsProcessAfterAFailure() throws Exception {
		String process = call("{}").path("process").asString();
		assertThatExceptionOfType(FunctionException.class).isThrownBy(() -> call("{\"fail\": \"\"}"))
			.withMessage("IllegalStateException: as requested");

		assertThat(call("{}").path("process").asString()).isEqualTo(process);
	}

	@Test
	void aCallThatTakesTooLongEndsWithItsProcess() throws Exception {
		String process = call("{}").path("process").asString();
		assertThatExceptionOfType(FunctionException.class).isThrownBy(() -> call("{\"hang\": \"\"}"))
			.withMessage("Task timed out after 5 seconds");

		assertThat(ProcessHandle.of(Long.parseLong(process)).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(call("{}").path("process").asString()).isNotEqualTo(process);
	}

	@Test
	void otherLanguagesAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.function.start(json("{\"Runtime\": \"python3.13\"}")))
			.withMessage("Its runtime is 'python3.13'; the lab runs handlers in Java.");
	}

	private JsonNode call(String event) throws FunctionException {
		return json(this.function.invoke(event));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
