package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.config.CfnConfigurationRecorder;
import software.amazon.awscdk.services.config.CfnConfigurationRecorder.RecordingGroupProperty;
import software.amazon.awscdk.services.config.CfnDeliveryChannel;
import software.amazon.awscdk.services.config.ManagedRule;
import software.amazon.awscdk.services.config.ManagedRuleIdentifiers;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * AWS Config: a recorder of the kinds of resources that matter here, the bucket it
 * delivers to, and five managed rules. Needs an account and Region without a recorder:
 * there can be one only. It costs by the change, so it records nothing else.
 */
class ConfigRules extends Construct {

	ConfigRules(Construct scope, String id, boolean retain) {
		super(scope, id);
		Role role = Role.Builder.create(this, "Role")
			.assumedBy(new ServicePrincipal("config.amazonaws.com"))
			.managedPolicies(List.of(ManagedPolicy.fromAwsManagedPolicyName("service-role/AWS_ConfigRole")))
			.build();
		CfnConfigurationRecorder recorder = CfnConfigurationRecorder.Builder.create(this, "Recorder")
			.roleArn(role.getRoleArn())
			.recordingGroup(RecordingGroupProperty.builder()
				.allSupported(false)
				.includeGlobalResourceTypes(false)
				.resourceTypes(List.of("AWS::EC2::Instance", "AWS::EC2::SecurityGroup", "AWS::KMS::Key",
						"AWS::RDS::DBInstance", "AWS::SecretsManager::Secret"))
				.build())
			.build();
		// It is refused while the role cannot write into the bucket.
		CfnDeliveryChannel.Builder.create(this, "Channel")
			.s3BucketName(bucket(role, retain).getBucketName())
			.build()
			.getNode()
			.addDependency(role);
		rule("Imdsv2", ManagedRuleIdentifiers.EC2_IMDSV2_CHECK, recorder);
		rule("KeyRotation", ManagedRuleIdentifiers.CMK_BACKING_KEY_ROTATION_ENABLED, recorder);
		rule("NoSsh", ManagedRuleIdentifiers.EC2_SECURITY_GROUPS_INCOMING_SSH_DISABLED, recorder);
		rule("SecretRotation", ManagedRuleIdentifiers.SECRETSMANAGER_ROTATION_ENABLED_CHECK, recorder);
		rule("StorageEncrypted", ManagedRuleIdentifiers.RDS_STORAGE_ENCRYPTED, recorder);
	}

	private void rule(String name, String identifier, CfnConfigurationRecorder recorder) {
		ManagedRule.Builder.create(this, name).identifier(identifier).build().getNode().addDependency(recorder);
	}

	/**
	 * A private bucket that forgets after a month.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html">Permissions</a>
	 */
	private Bucket bucket(Role role, boolean retain) {
		Bucket bucket = Bucket.Builder.create(this, "Bucket")
			.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
			.encryption(BucketEncryption.S3_MANAGED)
			.enforceSsl(true)
			.lifecycleRules(List.of(LifecycleRule.builder().expiration(Duration.days(30)).build()))
			.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
			.build();
		role.addToPolicy(PolicyStatement.Builder.create()
			.actions(List.of("s3:GetBucketAcl", "s3:ListBucket"))
			.resources(List.of(bucket.getBucketArn()))
			.build());
		role.addToPolicy(PolicyStatement.Builder.create()
			.actions(List.of("s3:PutObject"))
			.resources(List.of(bucket.arnForObjects("AWSLogs/" + Aws.ACCOUNT_ID + "/*")))
			.build());
		return bucket;
	}

}
