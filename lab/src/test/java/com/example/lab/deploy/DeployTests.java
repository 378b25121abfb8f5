package com.example.lab.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A stack in each state that an earlier run can leave, and a CDK that fails. */
class DeployTests {

	private static final Target TARGET = new Target(93, "stage-93-new", "us-east-1", null);

	private static final Identity ME = new Identity("111122223333", "arn:aws:iam::111122223333:user/me");

	private static final String ID = "arn:aws:cloudformation:us-east-1:111122223333:stack/New/1";

	private static final String GO_ON = "Resume: ./workshop deploy 93 --region us-east-1. Stop the cost: ./workshop destroy 93 --region us-east-1.";

	private final FakeAws aws = new FakeAws();

	private final AwsAccount account = this.aws.account();

	private final Events events = new Events();

	private final Path temporary;

	private final Processes processes;

	DeployTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
	}

	@AfterEach
	void end() {
		this.processes.close();
		this.account.close();
		this.aws.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED",
			"REVIEW_IN_PROGRESS" })
	void deletesAStackThatCloudFormationCannotUpdate(String status) throws IOException {
		stack(status);

		refuses("There is no stack New, so nothing of the stage exists.");

		assertThat(this.aws.calls()).containsExactly("DeleteStack " + ID);
		assertThat(messages()).contains("Stack New is %s; deleting what is left of it".formatted(status));
	}

	@ParameterizedTest
	@CsvSource({ "CREATE_IN_PROGRESS,CREATE_COMPLETE,0", "ROLLBACK_IN_PROGRESS,ROLLBACK_COMPLETE,1",
			"UPDATE_ROLLBACK_IN_PROGRESS,UPDATE_ROLLBACK_COMPLETE,0", "DELETE_IN_PROGRESS,DELETE_COMPLETE,0" })
	void waitsForTheEndOfAnEarlierRun(String status, String end, int deletions) throws IOException {
		stack(status, status, end);

		refuses("Could not deploy stage-93-new");

		assertThat(messages()).first()
			.isEqualTo("Stack New is %s from an earlier run; waiting until it ends".formatted(status));
		assertThat(this.aws.calls()).hasSize(deletions);
	}

	@Test
	void explainsAStackThatIsStuck() throws IOException {
		stack("UPDATE_ROLLBACK_FAILED");

		refuses("Stack New is stuck in UPDATE_ROLLBACK_FAILED. "
				+ "Delete it with ./workshop destroy 93 --region us-east-1, then deploy again.");
		assertThat(this.aws.calls()).isEmpty();
	}

	@Test
	void reportsWhichResourceFailedAndWhatExists() throws IOException {
		stack("UPDATE_ROLLBACK_COMPLETE").with("AWS::EC2::VPC", "vpc-1")
			.event("AWS::EC2::VPC", "Old", "vpc-0", "CREATE_FAILED", "of an earlier run")
			.event("AWS::CloudFormation::Stack", "New", ID, "UPDATE_IN_PROGRESS", "User Initiated")
			.event("AWS::EC2::EIP", "Address", "", "CREATE_FAILED", "The maximum number of addresses has been reached.")
			.event("AWS::EC2::Instance", "Server", "", "CREATE_FAILED", "Resource creation cancelled")
			.event("AWS::CloudFormation::Stack", "New", ID, "UPDATE_ROLLBACK_IN_PROGRESS", "");

		refuses("Could not deploy stage-93-new. Address (AWS::EC2::EIP): The maximum number of addresses has been reached.%n"
			.formatted() + "A quota of the account is reached");
		refuses("Stack New is UPDATE_ROLLBACK_COMPLETE with 1 resources. " + GO_ON);
	}

	@Test
	void showsTheErrorOfTheCdkWhereNoResourceFailed() throws IOException {
		refuses("\u274c no such asset");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "ExpiredTokenException;the credentials have expired. Sign in again (aws sso login, or new keys)",
					"UnrecognizedClientException;it does not recognise these credentials",
					"OptInRequired;Region us-east-1 is not enabled in this account",
					"AccessDeniedException;these credentials lack the permission",
					"ThrottlingException;there were too many calls. Run the same command again in a minute" })
	void explainsARefusalOfAws(String code, String advice) throws IOException {
		this.aws.refuse("GetParameter", code);

		refuses("AWS refuses looking for the CDK's bootstrap: " + advice);
		assertThat(this.aws.calls()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "DescribeStacks,looking for stack New", "GetParameter,looking for the CDK's bootstrap" })
	void saysThatTheNetworkWasLost(String action, String doing) throws IOException {
		this.aws.refuse(action, "lost");

		refuses("The network was lost while %s (Unable to execute HTTP request: Unexpected end of file from server). CloudFormation continues"
			.formatted(doing));
	}

	@Test
	void namesTheStacksOfEachRegionAndTheNewestFailure() throws IOException {
		this.aws.stack("Edge", TARGET.stage(), "UPDATE_ROLLBACK_COMPLETE")
			.in("us-west-2", "us-east-1 us-west-2")
			.event("AWS::EC2::VPC", "Old", "vpc-0", "CREATE_FAILED", "of an earlier run");
		stack("UPDATE_ROLLBACK_COMPLETE").event("AWS::CloudFormation::Stack", "New", ID, "UPDATE_IN_PROGRESS", "")
			.event("AWS::EC2::EIP", "Address", "", "CREATE_FAILED", "No more addresses");

		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> deployment(twoRegions()).run(this.temporary.resolve("app.jar")))
			.withMessageContaining("Address (AWS::EC2::EIP): No more addresses")
			.withMessageContaining("Stack Edge in us-west-2 is UPDATE_ROLLBACK_COMPLETE with 0 resources. "
					+ "Stack New is UPDATE_ROLLBACK_COMPLETE with 0 resources. " + GO_ON);
	}

	@Test
	void reportsThatNoneOfSeveralStacksExists() throws IOException {
		assertThat(deployment(twoRegions()).whatExists())
			.startsWith("There is no stack Edge in us-west-2 and no stack New, so nothing of the stage exists.");
	}

	@Test
	void leavesTheStackOfAnotherDeploymentAlone() throws IOException {
		this.aws.stack("Edge", TARGET.stage(), "CREATE_COMPLETE").in("us-west-2", "eu-west-1 us-west-2");
		Deploy deploy = deployment(twoRegions());

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> deploy.refuseOthers(true))
			.withMessageContaining("Stack Edge in Region us-west-2 belongs to stage-93-new in eu-west-1 and us-west-2")
			.withMessageContaining("./workshop destroy stage-93-new --region eu-west-1");
	}

	private Assembly twoRegions() throws IOException {
		return SmallAssembly.of(this.temporary.resolve("assembly"),
				List.of(new SmallAssembly.Stack("Edge", "us-west-2", "{\"Resources\": {}}"),
						new SmallAssembly.Stack("New", "unknown-region", "{\"Resources\": {}}")));
	}

	private FakeStack stack(String... statuses) {
		return this.aws.stack("New", TARGET.stage(), statuses);
	}

	private Deploy deployment(Assembly assembly) throws IOException {
		FakeCdk.in(this.temporary.resolve("cache"), "console.log('fine\\n\u274c no such asset'); process.exit(1)");
		return new Deploy(this.account, ME, TARGET, assembly,
				new CdkCli(this.account, this.temporary.resolve("cache"), this.processes, this.events), this.events);
	}

	private void refuses(String message) throws IOException {
		Deploy deploy = deployment(SmallAssembly.of(this.temporary.resolve("assembly"), "New", "{\"Resources\": {}}"));
		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> deploy.run(this.temporary.resolve("app.jar")))
			.withMessageContaining(message);
	}

	private List<String> messages() {
		return this.events.since(0).stream().map(Event::message).toList();
	}

}
