package com.example.lab.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Backups that are left of a stage's databases: those with its tags, and those without
 * any of a database that CloudFormation has deleted with one of its stacks.
 */
final class DatabaseLeftovers {

	private final RdsClient client;

	private final Target target;

	private final History history;

	DatabaseLeftovers(AwsAccount account, Target target, History history) {
		this.client = account.client(RdsClient.builder());
		this.target = target;
		this.history = history;
	}

	/** The last snapshot that CloudFormation has taken is a manual one. */
	List<Leftover> snapshots() {
		Stream<Leftover> instances = this.client
			.describeDBSnapshotsPaginator((request) -> request.snapshotType("manual"))
			.dbSnapshots()
			.stream()
			.filter((snapshot) -> ours(snapshot.tagList(), snapshot.dbInstanceIdentifier()))
			.map(DBSnapshot::dbSnapshotIdentifier)
			.map((id) -> Leftover.backup("snapshot of a database", id,
					() -> this.client.deleteDBSnapshot((request) -> request.dbSnapshotIdentifier(id))));
		Stream<Leftover> clusters = this.client
			.describeDBClusterSnapshotsPaginator((request) -> request.snapshotType("manual"))
			.dbClusterSnapshots()
			.stream()
			.filter((snapshot) -> ours(snapshot.tagList(), snapshot.dbClusterIdentifier()))
			.map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
			.map((id) -> Leftover.backup("snapshot of a database", id,
					() -> this.client.deleteDBClusterSnapshot((request) -> request.dbClusterSnapshotIdentifier(id))));
		return Stream.concat(instances, clusters).toList();
	}

	List<Leftover> retainedBackups() {
		Stream<Leftover> instances = this.client
			.describeDBInstanceAutomatedBackupsPaginator(
					(request) -> request.filters((filter) -> filter.name("status").values("retained")))
			.dbInstanceAutomatedBackups()
			.stream()
			.filter((backup) -> ours(backup.tagList(), backup.dbInstanceIdentifier()))
			.map((backup) -> Leftover.backup("retained backup of a database", backup.dbInstanceIdentifier(),
					() -> this.client
						.deleteDBInstanceAutomatedBackup((request) -> request.dbiResourceId(backup.dbiResourceId()))));
		Stream<Leftover> clusters = this.client
			.describeDBClusterAutomatedBackupsPaginator(
					(request) -> request.filters((filter) -> filter.name("status").values("retained")))
			.dbClusterAutomatedBackups()
			.stream()
			.filter((backup) -> ours(backup.tagList(), backup.dbClusterIdentifier()))
			.map((backup) -> Leftover.backup("retained backup of a database", backup.dbClusterIdentifier(),
					() -> this.client.deleteDBClusterAutomatedBackup(
							(request) -> request.dbClusterResourceId(backup.dbClusterResourceId()))));
		return Stream.concat(instances, clusters).toList();
	}

	private boolean ours(List<Tag> tags, String database) {
		Map<String, String> found = tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
		return this.target.owns(found, this.history.deletedResources().contains(database));
	}

}
