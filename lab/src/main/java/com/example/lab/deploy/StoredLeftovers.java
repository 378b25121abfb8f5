package com.example.lab.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/** Logs, objects, secrets and keys that are left of a stage. */
final class StoredLeftovers {

	/**
	 * Services make log groups of their own, without tags; RDS writes names in lower
	 * case.
	 */
	private static final List<String> LOG_GROUPS = List.of("%1$s-", "/aws/lambda/%1$s-", "/aws/rds/instance/%2$s-",
			"/aws/rds/cluster/%2$s-");

	/** The minimum waiting time of KMS and Secrets Manager. */
	private static final int DAYS = 7;

	private final AwsAccount account;

	private final Target target;

	private final Set<String> stacks;

	StoredLeftovers(AwsAccount account, Target target, Set<String> stacks) {
		this.account = account;
		this.target = target;
		this.stacks = stacks;
	}

	List<Leftover> logGroups() {
		CloudWatchLogsClient client = this.account.client(CloudWatchLogsClient.builder());
		return this.stacks.stream()
			.flatMap((stack) -> LOG_GROUPS.stream()
				.map((prefix) -> prefix.formatted(stack, stack.toLowerCase(Locale.ROOT))))
			.flatMap((prefix) -> client.describeLogGroupsPaginator((request) -> request.logGroupNamePrefix(prefix))
				.logGroups()
				.stream())
			.map((group) -> group.logGroupName())
			.distinct()
			.map((name) -> Leftover.removable("log group", name,
					() -> client.deleteLogGroup((request) -> request.logGroupName(name))))
			.toList();
	}

	/** A similar name may belong to another user: the tags show the owner. */
	List<Leftover> buckets() {
		S3Client client = this.account.client(S3Client.builder());
		return this.stacks.stream()
			.map((stack) -> stack.toLowerCase(Locale.ROOT) + "-")
			.flatMap((prefix) -> client.listBuckets((request) -> request.prefix(prefix)).buckets().stream())
			.map(Bucket::name)
			.filter((name) -> ours(client, name))
			.map((name) -> Leftover.removable("bucket", name, () -> new Buckets(this.account).delete(name)))
			.toList();
	}

	private boolean ours(S3Client client, String bucket) {
		try {
			return ours(client.getBucketTagging((request) -> request.bucket(bucket))
				.tagSet()
				.stream()
				.collect(Collectors.toMap((tag) -> tag.key(), (tag) -> tag.value())));
		}
		catch (S3Exception ex) {
			// No tags, or a bucket of another Region.
			if (List.of("NoSuchTagSet", "NoSuchBucket", "PermanentRedirect", "AuthorizationHeaderMalformed")
				.contains(AwsFailure.code(ex))) {
				return false;
			}
			throw ex;
		}
	}

	List<Leftover> secrets() {
		SecretsManagerClient client = this.account.client(SecretsManagerClient.builder());
		return client.listSecretsPaginator((request) -> request.includePlannedDeletion(true))
			.stream()
			.flatMap((page) -> page.secretList().stream())
			.filter((secret) -> ours(
					secret.tags().stream().collect(Collectors.toMap((tag) -> tag.key(), (tag) -> tag.value()))))
			.map((secret) -> secret(client, secret))
			.toList();
	}

	private static Leftover secret(SecretsManagerClient client, SecretListEntry secret) {
		if (secret.deletedDate() != null) {
			return Leftover.free("secret", secret.arn(), "is being deleted, can be recovered until then");
		}
		return Leftover.removable("secret", secret.arn(), () -> client
			.deleteSecret((request) -> request.secretId(secret.arn()).recoveryWindowInDays((long) DAYS)));
	}

	List<Leftover> keys() {
		KmsClient client = this.account.client(KmsClient.builder());
		return client.listKeysPaginator()
			.keys()
			.stream()
			.map((key) -> client.describeKey((request) -> request.keyId(key.keyId())).keyMetadata())
			.filter((key) -> key.keyManager() == KeyManagerType.CUSTOMER)
			.filter((key) -> ours(client.listResourceTags((request) -> request.keyId(key.keyId()))
				.tags()
				.stream()
				.collect(Collectors.toMap((tag) -> tag.tagKey(), (tag) -> tag.tagValue()))))
			.map((key) -> key(client, key))
			.toList();
	}

	private static Leftover key(KmsClient client, KeyMetadata key) {
		if (key.keyState() == KeyState.PENDING_DELETION) {
			return Leftover.free("key", key.arn(), "is deleted at " + key.deletionDate());
		}
		return Leftover.removable("key", key.arn(),
				() -> client.scheduleKeyDeletion((request) -> request.keyId(key.keyId()).pendingWindowInDays(DAYS)));
	}

	private boolean ours(Map<String, String> tags) {
		return this.target.owns(tags, false);
	}

}
