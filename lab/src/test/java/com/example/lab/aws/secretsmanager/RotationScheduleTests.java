package com.example.lab.aws.secretsmanager;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.lambda.Echo;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Rotations that cannot succeed; the tests of the stages have those that do. */
@ExtendWith(SharedLocalStack.class)
@Timeout(90)
class RotationScheduleTests {

	private static final String PERMISSION = """
			"Permission": {"Type": "AWS::Lambda::Permission", "Properties": {"Action": "lambda:InvokeFunction",
				"Principal": "%s", "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}}},""";

	private static final String TEMPLATE = """
			{"Resources": {
			"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "{}"}},
			%s
			"Function": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "java17", "Timeout": 20,
				"Handler": "com.example.lab.aws.lambda.Echo", "Environment": {"Variables": {"FAILS": "%s"}},
				"Code": {"S3Bucket": "functions", "S3Key": "rotation.zip"}}},
			"Schedule": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {
				"SecretId": {"Ref": "Secret"}, "RotationLambdaARN": {"Fn::GetAtt": ["Function", "Arn"]},
				"RotationRules": {"ScheduleExpression": "rate(30 days)"}, "RotateImmediatelyOnUpdate": false}}}}""";

	private final Events events = new Events();

	private final LocalStack localStack;

	private final Processes processes;

	private final LabContext lab;

	RotationScheduleTests(@TempDir Path temporary, LocalStack localStack) throws Exception {
		this.localStack = localStack;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(1), Map.of(), true);
		localStack.s3().createBucket((request) -> request.bucket("functions"));
		Path zip = Echo.zip(temporary.resolve("rotation.zip"));
		localStack.s3().putObject((request) -> request.bucket("functions").key("rotation.zip"), zip);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "events.amazonaws.com" })
	void refusesAFunctionThatSecretsManagerMayNotCall(String caller) {
		String permission = caller.isEmpty() ? "" : PERMISSION.formatted(caller);
		assertThatIllegalStateException().isThrownBy(() -> start(permission, ""))
			.withMessageContaining("Secrets Manager cannot invoke the function: no AWS::Lambda::Permission lets "
					+ "secretsmanager.amazonaws.com call Function");
	}

	@Test
	void aStepThatFailsEndsTheRotationWithItsName() throws Exception {
		try (LocalCloud cloud = start(PERMISSION.formatted("secretsmanager.amazonaws.com"), "setSecret")) {
			assertThatIllegalStateException().isThrownBy(() -> cloud.drill("Schedule", "rotate", ""))
				.withMessageStartingWith("setSecret failed: IllegalStateException: as requested.");
			assertThat(stepsDone()).containsExactly("createSecret is done");
		}
	}

	@Test
	void failsIfTheVersionDoesNotBecomeCurrent() throws Exception {
		try (LocalCloud cloud = start(PERMISSION.formatted("secretsmanager.amazonaws.com"), "none")) {
			assertThatIllegalStateException().isThrownBy(() -> cloud.drill("Schedule", "rotate", ""))
				.withMessageContaining("is not AWSCURRENT; see finishSecret of Function");
			assertThat(stepsDone()).containsExactly("createSecret is done", "setSecret is done", "testSecret is done",
					"finishSecret is done");
		}
	}

	private List<String> stepsDone() {
		return this.events.since(0)
			.stream()
			.filter((event) -> event.kind() == Event.Kind.PROGRESS && event.subject().equals("Schedule"))
			.map(Event::message)
			.toList();
	}

	private LocalCloud start(String permission, String fails) {
		ObjectNode json = JsonMapper.shared().readValue(TEMPLATE.formatted(permission, fails), ObjectNode.class);
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey(), entry.getValue()))
			.toList();
		String name = "Rotation-" + Long.toHexString(System.nanoTime());
		Assembly assembly = new Assembly(Path.of("."),
				List.of(new StackTemplate(name, Path.of("t.json"), json, resources)));
		return LocalCloud.start(assembly, List.of(), this.lab, this.localStack);
	}

}
