package com.example.lab.localstack;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URL;
import java.time.Duration;
import java.util.List;

import cloud.localstack.awssdkv2.TestUtils;
import com.example.lab.network.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SharedLocalStack.class)
class LocalStackTests {

	private static final String TEMPLATE = """
			{
			  "Parameters": {"Address": {"Type": "String", "Default": "old"}},
			  "Resources": {
			    "Bucket": {
			      "Type": "AWS::S3::Bucket",
			      "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}
			    },
			    "Policy": {
			      "Type": "AWS::S3::BucketPolicy",
			      "Properties": {
			        "Bucket": {"Ref": "Bucket"},
			        "PolicyDocument": {
			          "Version": "2012-10-17",
			          "Statement": [{
			            "Effect": "Deny", "Principal": "*", "Action": "s3:*",
			            "Resource": {"Fn::GetAtt": ["Bucket", "Arn"]},
			            "Condition": {"Bool": {"aws:SecureTransport": "false"}}
			          }]
			        }
			      }
			    },
			    "Queue": {"Type": "AWS::SQS::Queue"},
			    "Setting": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Address"}}}
			  },
			  "Outputs": {"Bucket": {"Value": {"Ref": "Bucket"}}, "Queue": {"Value": {"Ref": "Queue"}}, "Setting": {"Value": {"Ref": "Setting"}}}
			}
			""";

	@Test
	void createsUpdatesAndDeletesAStack(LocalStack localStack) {
		CloudFormationClient cloudFormation = localStack.cloudFormation();
		cloudFormation.createStack((request) -> request.stackName("life").templateBody(TEMPLATE));
		Stack created = await(cloudFormation, "life", "CREATE_COMPLETE");
		String bucket = output(created, "Bucket");
		String setting = output(created, "Setting");
		assertThat(localStack.s3().getBucketVersioning((request) -> request.bucket(bucket)).statusAsString())
			.isEqualTo("Enabled");
		assertThat(value(localStack, setting)).isEqualTo("old");
		assertThat(cloudFormation.describeStackEvents((request) -> request.stackName("life")).stackEvents())
			.extracting(StackEvent::logicalResourceId)
			.contains("Bucket", "Policy", "Queue");
		cloudFormation.updateStack((request) -> request.stackName("life")
			.templateBody(TEMPLATE)
			.parameters((parameter) -> parameter.parameterKey("Address").parameterValue("new")));
		await(cloudFormation, "life", "UPDATE_COMPLETE");
		assertThat(value(localStack, setting)).isEqualTo("new");
		cloudFormation.deleteStack((request) -> request.stackName("life"));
		assertThatExceptionOfType(CloudFormationException.class).isThrownBy(() -> await(cloudFormation, "life", "gone"))
			.withMessageContaining("does not exist");
		assertThat(localStack.s3().listBuckets().buckets()).extracting(Bucket::name).doesNotContain(bucket);
	}

	@Test
	void givesAddressesThatAnswer(LocalStack localStack) {
		CloudFormationClient cloudFormation = localStack.cloudFormation();
		cloudFormation.createStack((request) -> request.stackName("addresses").templateBody(TEMPLATE));
		String queue = output(await(cloudFormation, "addresses", "CREATE_COMPLETE"), "Queue");
		assertThat(queue).startsWith(localStack.endpoint().toString());
		SqsClient sqs = localStack.client(SqsClient.builder());
		sqs.sendMessage((request) -> request.queueUrl(queue).messageBody("hello"));
		assertThat(sqs.receiveMessage((request) -> request.queueUrl(queue)).messages()).singleElement()
			.satisfies((message) -> assertThat(message.body()).isEqualTo("hello"));
	}

	@Test
	void presignsAddressesForAnyHttpClient(LocalStack localStack) throws Exception {
		S3Client s3 = localStack.s3();
		s3.createBucket((request) -> request.bucket("presigned"));
		s3.putObject((request) -> request.bucket("presigned").key("a/b c.txt"), RequestBody.fromString("hello"));
		try (S3Presigner presigner = localStack.s3Presigner()) {
			URL url = presigner
				.presignGetObject((request) -> request.signatureDuration(Duration.ofMinutes(5))
					.getObjectRequest((object) -> object.bucket("presigned").key("a/b c.txt")))
				.url();
			try (InputStream in = url.openStream()) {
				assertThat(in).hasContent("hello");
			}
		}
	}

	@Test
	void keepsParameters(LocalStack localStack) {
		localStack.ssm().putParameter((request) -> request.name("/tests/version").value("30").type("String"));
		assertThat(value(localStack, "/tests/version")).isEqualTo("30");
	}

	@Test
	void takesClientsOfLocalstackUtils(LocalStack localStack) throws Exception {
		String endpoint = localStack.endpoint().toString();
		try (SqsClient sqs = TestUtils.wrapApiSyncClientV2(SqsClient.builder(), endpoint).build()) {
			sqs.createQueue((request) -> request.queueName("utils"));
		}
		assertThat(localStack.client(SqsClient.builder()).listQueues().queueUrls())
			.anyMatch((url) -> url.endsWith("/utils"));
	}

	@Test
	void listensOnThisComputerOnly(LocalStack localStack) throws Exception {
		List<InetAddress> outside = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress())
			.toList();
		assertThat(outside)
			.noneMatch((address) -> Ports.answers(new InetSocketAddress(address, localStack.endpoint().getPort())));
	}

	private static Stack await(CloudFormationClient cloudFormation, String name, String wanted) {
		while (true) {
			Stack stack = cloudFormation.describeStacks((request) -> request.stackName(name)).stacks().get(0);
			if (!stack.stackStatusAsString().endsWith("IN_PROGRESS")) {
				assertThat(stack.stackStatusAsString()).isEqualTo(wanted);
				return stack;
			}
			Ports.pause();
		}
	}

	private static String value(LocalStack localStack, String parameter) {
		return localStack.ssm().getParameter((request) -> request.name(parameter)).parameter().value();
	}

	private static String output(Stack stack, String key) {
		return stack.outputs()
			.stream()
			.filter((output) -> output.outputKey().equals(key))
			.map(Output::outputValue)
			.findFirst()
			.orElseThrow();
	}

}
