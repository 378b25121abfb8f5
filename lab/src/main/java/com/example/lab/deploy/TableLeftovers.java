package com.example.lab.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Tables of DynamoDB that are left of a stage, and backups of those that are not. */
final class TableLeftovers {

	private final DynamoDbClient client;

	private final Target target;

	private final History history;

	TableLeftovers(AwsAccount account, Target target, History history) {
		this.client = account.client(DynamoDbClient.builder());
		this.target = target;
		this.history = history;
	}

	List<Leftover> tables() {
		return this.client.listTablesPaginator()
			.tableNames()
			.stream()
			.map((name) -> this.client.describeTable((request) -> request.tableName(name)).table())
			.filter((table) -> this.target
				.owns(this.client.listTagsOfResource((request) -> request.resourceArn(table.tableArn()))
					.tags()
					.stream()
					.collect(Collectors.toMap(Tag::key, Tag::value)), false))
			.map((table) -> Leftover.removable("table", table.tableArn(), () -> delete(table)))
			.toList();
	}

	private void delete(TableDescription table) {
		if (Boolean.TRUE.equals(table.deletionProtectionEnabled())) {
			this.client.updateTable((request) -> request.tableName(table.tableName()).deletionProtectionEnabled(false));
			this.client.waiter().waitUntilTableExists((request) -> request.tableName(table.tableName()));
		}
		this.client.deleteTable((request) -> request.tableName(table.tableName()));
	}

	/**
	 * A table with point-in-time recovery leaves one, which AWS keeps without charge.
	 */
	List<Leftover> systemBackups() {
		List<BackupSummary> all = new ArrayList<>();
		ListBackupsResponse page = page("");
		all.addAll(page.backupSummaries());
		while (page.lastEvaluatedBackupArn() != null && !page.lastEvaluatedBackupArn().isEmpty()) {
			page = page(page.lastEvaluatedBackupArn());
			all.addAll(page.backupSummaries());
		}
		return all.stream()
			.filter((backup) -> this.history.deletedResources().contains(backup.tableName()))
			.map((backup) -> Leftover.free("backup of a table", backup.backupArn(),
					"is deleted by AWS after 35 days; the table can be restored until then"))
			.toList();
	}

	private ListBackupsResponse page(String after) {
		return this.client.listBackups((request) -> request.backupType(BackupTypeFilter.SYSTEM)
			.exclusiveStartBackupArn(after.isEmpty() ? null : after));
	}

}
