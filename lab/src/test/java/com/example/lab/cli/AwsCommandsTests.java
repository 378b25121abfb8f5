package com.example.lab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.example.lab.deploy.FakeAws;
import com.example.lab.deploy.FakeCdk;
import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code deploy} and {@code destroy} as processes with a fake AWS: their questions, their
 * output after Ctrl-C, their exit codes.
 */
@Timeout(90)
@Order(1)
class AwsCommandsTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	/** What the CDK's Maven project leaves, as far as the lab looks at it. */
	private static final String MAVEN = """
			touch stage-01-one/app/target/postcards.jar
			printf %%s '%s' >stage-01-one/infra/target/classpath.txt
			""".formatted(System.getProperty("java.class.path"));

	private static final Path CERTIFICATES = Path.of("target").toAbsolutePath();

	private final FakeAws aws = new FakeAws();

	private final Path root;

	private final StageFolder stage;

	private final FakeInternet internet;

	private final Shell shell;

	AwsCommandsTests(@TempDir Path root) throws IOException, InterruptedException, GeneralSecurityException {
		this.root = root;
		this.stage = FakeWorkshop.in(root, MAVEN);
		Files.writeString(this.stage.folder().resolve("budget.yaml"), "users: 10\nusd-a-month: 5\n");
		this.internet = new FakeInternet(CERTIFICATES, this.aws::handle);
		this.shell = new Shell(root, this.internet.environment());
	}

	@AfterEach
	void end() throws IOException {
		this.internet.close();
		this.aws.close();
	}

	@Test
	void destroyReportsThatNothingIsLeft() throws Exception {
		Shell.Run destroy = this.shell.run("destroy", "1", "--yes");

		assertThat(destroy.output()).contains("stage-01-one is deleted from us-east-1; nothing of it costs money.");
		assertThat(destroy.exitCode()).isZero();
	}

	@Test
	void destroyFailsWhileSomethingMayCostMoney() throws Exception {
		this.aws.stack("Stack", this.stage.name(), "DELETE_COMPLETE");
		this.aws.plant("GetStaticIps", "{\"name\": \"Stack-address\"}");
		this.aws.refuse("DescribeDBSnapshots", "AccessDenied");

		Shell.Run destroy = this.shell.run("destroy", "1", "--yes");

		assertThat(destroy.output())
			.containsPattern("not checked +snapshots of databases +unknown +User me gets AccessDenied")
			.containsPattern("Lightsail static IP +Stack-address +money +delete it yourself")
			.contains("Follow the action in each line, then run ./workshop destroy 1 --region us-east-1 again.");
		assertThat(destroy.exitCode()).isEqualTo(3);
	}

	@Test
	void refusesWithoutATerminal() throws Exception {
		this.aws.stack("Stack", this.stage.name(), "CREATE_COMPLETE");

		Shell.Run destroy = this.shell.run("destroy", "1");

		assertThat(destroy.output()).contains(
				"No terminal to confirm on: stage-01-one in account 111122223333, Region us-east-1: Stack (CREATE_COMPLETE), with all data except what its template retains. Nothing was changed. Pass --yes to continue.");
		assertThat(destroy.exitCode()).isEqualTo(1);
		assertThat(this.aws.calls()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "'yes\n',0,is deleted from us-east-1", "'y\n',1,Cancelled. Nothing was changed.",
			"'no\n',1,Cancelled. Nothing was changed.", "'\n',1,Cancelled. Nothing was changed.",
			"'',1,There was no answer. Nothing was changed. Pass --yes to continue." })
	void acceptsOnlyYesAsConfirmation(String typed, int code, String said) throws Exception {
		Shell.Run destroy = this.shell.startOnTerminal("destroy", "1");
		await(destroy, "Type yes to continue: ");

		// The end of what is typed is the end of the terminal's input.
		try (OutputStream keyboard = destroy.process().getOutputStream()) {
			keyboard.write(typed.getBytes(StandardCharsets.US_ASCII));
		}

		assertThat(destroy.process().waitFor()).isEqualTo(code);
		assertThat(destroy.output())
			.contains("no stack; leftover resources are deleted, with all data except what its template retains.", said)
			.doesNotContain("\tat ");
	}

	@Test
	void ctrlCDuringDeletionShowsWhatRemains() throws Exception {
		this.aws.stack("Stack", this.stage.name(), "DELETE_IN_PROGRESS");
		Shell.Run destroy = this.shell.start(List.of("setsid"), "destroy", "1", "--yes");
		await(destroy, "Stack Stack is DELETE_IN_PROGRESS from an earlier run; waiting until it ends");

		interrupt(destroy);

		assertThat(destroy.process().waitFor()).isEqualTo(130);
		assertThat(destroy.output()).contains(
				"Interrupted. Remaining: Stack (DELETE_IN_PROGRESS). CloudFormation continues by itself. Resume: ./workshop destroy 1 --region us-east-1.")
			.doesNotContain("\tat ");
		assertThat(this.aws.calls()).isEmpty();
	}

	@Test
	void ctrlCWhileTheCdkDeploysSaysWhatExists() throws Exception {
		Shell.Run deploy = startEndlessDeployment();
		this.aws.stack("Stack", this.stage.name(), "CREATE_IN_PROGRESS").with("AWS::EC2::VPC", "vpc-1");

		interrupt(deploy);

		assertThat(deploy.process().waitFor()).isEqualTo(130);
		assertThat(deploy.output()).contains("stage-01-one will be deployed to account 111122223333, Region us-east-1",
				"Interrupted. Stack Stack is CREATE_IN_PROGRESS with 1 resources; CloudFormation continues by itself. "
						+ "Resume: ./workshop deploy 1 --region us-east-1. Stop the cost: ./workshop destroy 1 --region us-east-1.")
			.doesNotContain("Could not deploy", "\tat ");
		Awaitility.await()
			.atMost(SOON)
			.until(() -> ProcessHandle.of(Long.parseLong(Files.readString(this.root.resolve("cdk"))))
				.filter(ProcessHandle::isAlive)
				.isEmpty());
	}

	@Test
	void ctrlCWithoutANetworkReportsIt() throws Exception {
		Shell.Run deploy = startEndlessDeployment();
		this.aws.refuse("DescribeStacks", "lost");

		interrupt(deploy);

		assertThat(deploy.process().waitFor()).isEqualTo(130);
		assertThat(deploy.output())
			.contains("Interrupted. The network was lost while looking for stack Stack",
					"CloudFormation continues without this computer.")
			.doesNotContain("\tat ");
	}

	@Test
	void aLostNetworkIsNoStackTrace() throws Exception {
		this.internet.close();

		Shell.Run destroy = this.shell.run("destroy", "1", "--yes");

		assertThat(destroy.output()).contains("The network was lost while asking who these credentials are")
			.doesNotContain("\tat ");
		assertThat(destroy.exitCode()).isEqualTo(1);
	}

	@Test
	void reportsCredentialsThatExpireDuringARun() throws Exception {
		this.aws.refuse("ListStacks", "ExpiredToken");

		Shell.Run destroy = this.shell.run("destroy", "1", "--yes");

		assertThat(destroy.output())
			.contains("AWS refuses looking for the stacks of stage-01-one: the credentials have expired. Sign in again")
			.doesNotContain("\tat ");
		assertThat(destroy.exitCode()).isEqualTo(1);
	}

	@Test
	void refusesOtherEndpointsBeforeTheFirstRequest() throws Exception {
		Map<String, String> environment = new HashMap<>(this.internet.environment());
		environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");

		for (String command : List.of("deploy", "destroy")) {
			Shell.Run run = new Shell(this.root, environment).run(command, "1", "--yes");
			assertThat(run.output()).contains("AWS_ENDPOINT_URL is set, so calls would not go to AWS.");
			assertThat(run.exitCode()).isEqualTo(1);
		}
		assertThat(this.shell.run("destroy", "1", "--yes", "--region", "mars-1").output())
			.contains("There is no Region mars-1.");
	}

	private Shell.Run startEndlessDeployment() throws IOException {
		FakeCdk.in(this.stage.workshop().cache(),
				"require('fs').writeFileSync('%s', '' + process.pid); setInterval(() => {}, 1000)"
					.formatted(this.root.resolve("cdk")));
		Shell.Run deploy = this.shell.start(List.of("setsid"), "deploy", "1", "--yes");
		Awaitility.await().atMost(SOON).until(() -> {
			assertThat(deploy.process().isAlive()).as(deploy.output()).isTrue();
			return Files.exists(this.root.resolve("cdk"));
		});
		return deploy;
	}

	private static void await(Shell.Run run, String text) {
		Awaitility.await().atMost(SOON).until(() -> run.output().contains(text));
	}

	private static void interrupt(Shell.Run run) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + run.process().pid()).start().waitFor()).isZero();
	}

}
