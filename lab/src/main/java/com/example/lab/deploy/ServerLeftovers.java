package com.example.lab.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.lightsail.LightsailClient;
import software.amazon.awssdk.services.lightsail.model.Disk;
import software.amazon.awssdk.services.lightsail.model.Instance;
import software.amazon.awssdk.services.lightsail.model.InstanceSnapshot;
import software.amazon.awssdk.services.lightsail.model.StaticIp;
import software.amazon.awssdk.services.rds.RdsClient;

/** Addresses, disks, servers and backups that are left of a stage. */
final class ServerLeftovers {

	private final AwsAccount account;

	private final Target target;

	private final Set<String> stacks;

	ServerLeftovers(AwsAccount account, Target target, Set<String> stacks) {
		this.account = account;
		this.target = target;
		this.stacks = stacks;
	}

	List<Leftover> addresses() {
		return ec2().describeAddresses((request) -> request.filters(tagged()))
			.addresses()
			.stream()
			.map((address) -> Leftover.removable("public address", address.allocationId(),
					() -> ec2().releaseAddress((request) -> request.allocationId(address.allocationId()))))
			.toList();
	}

	/** They cost nothing, but keep their network from being deleted. */
	List<Leftover> networkInterfaces() {
		return ec2().describeNetworkInterfacesPaginator((request) -> request.filters(tagged()))
			.networkInterfaces()
			.stream()
			.map((one) -> Leftover.free("network interface", one.networkInterfaceId(),
					"%s, for %s".formatted(one.statusAsString(), one.description())))
			.toList();
	}

	List<Leftover> volumes() {
		return ec2().describeVolumesPaginator((request) -> request.filters(tagged()))
			.volumes()
			.stream()
			.map((volume) -> Leftover.removable("volume", volume.volumeId(),
					() -> ec2().deleteVolume((request) -> request.volumeId(volume.volumeId()))))
			.toList();
	}

	List<Leftover> volumeSnapshots() {
		return ec2().describeSnapshotsPaginator((request) -> request.ownerIds("self").filters(tagged()))
			.snapshots()
			.stream()
			.map((snapshot) -> Leftover.backup("snapshot of a volume", snapshot.snapshotId(),
					() -> ec2().deleteSnapshot((request) -> request.snapshotId(snapshot.snapshotId()))))
			.toList();
	}

	/** CloudFormation names the last snapshot after the stack. */
	List<Leftover> databaseSnapshots() {
		RdsClient client = this.account.client(RdsClient.builder());
		Stream<Leftover> instances = client.describeDBSnapshotsPaginator((request) -> request.snapshotType("manual"))
			.dbSnapshots()
			.stream()
			.map((snapshot) -> snapshot.dbSnapshotIdentifier())
			.filter(this::named)
			.map((id) -> Leftover.backup("snapshot of a database", id,
					() -> client.deleteDBSnapshot((request) -> request.dbSnapshotIdentifier(id))));
		Stream<Leftover> clusters = client
			.describeDBClusterSnapshotsPaginator((request) -> request.snapshotType("manual"))
			.dbClusterSnapshots()
			.stream()
			.map((snapshot) -> snapshot.dbClusterSnapshotIdentifier())
			.filter(this::named)
			.map((id) -> Leftover.backup("snapshot of a database", id,
					() -> client.deleteDBClusterSnapshot((request) -> request.dbClusterSnapshotIdentifier(id))));
		return Stream.concat(instances, clusters).toList();
	}

	List<Leftover> retainedBackups() {
		RdsClient client = this.account.client(RdsClient.builder());
		Stream<Leftover> instances = client
			.describeDBInstanceAutomatedBackupsPaginator(
					(request) -> request.filters((filter) -> filter.name("status").values("retained")))
			.dbInstanceAutomatedBackups()
			.stream()
			.filter((backup) -> named(backup.dbInstanceIdentifier()))
			.map((backup) -> Leftover.backup("retained backup of a database", backup.dbInstanceIdentifier(),
					() -> client
						.deleteDBInstanceAutomatedBackup((request) -> request.dbiResourceId(backup.dbiResourceId()))));
		Stream<Leftover> clusters = client
			.describeDBClusterAutomatedBackupsPaginator(
					(request) -> request.filters((filter) -> filter.name("status").values("retained")))
			.dbClusterAutomatedBackups()
			.stream()
			.filter((backup) -> named(backup.dbClusterIdentifier()))
			.map((backup) -> Leftover.backup("retained backup of a database", backup.dbClusterIdentifier(),
					() -> client.deleteDBClusterAutomatedBackup(
							(request) -> request.dbClusterResourceId(backup.dbClusterResourceId()))));
		return Stream.concat(instances, clusters).toList();
	}

	/**
	 * Their names are those of the stack, but not all have its tags: a person looks at
	 * them before they go.
	 */
	List<Leftover> lightsail() {
		if (!LightsailClient.serviceMetadata().regions().contains(Region.of(this.account.region()))) {
			return List.of();
		}
		LightsailClient client = this.account.client(LightsailClient.builder());
		return Stream
			.of(named("Lightsail instance", client.getInstances().instances().stream().map(Instance::name)),
					named("Lightsail static IP", client.getStaticIps().staticIps().stream().map(StaticIp::name)),
					named("Lightsail disk", client.getDisks().disks().stream().map(Disk::name)),
					named("Lightsail snapshot",
							client.getInstanceSnapshots().instanceSnapshots().stream().map(InstanceSnapshot::name)))
			.flatMap((found) -> found)
			.toList();
	}

	private Stream<Leftover> named(String kind, Stream<String> names) {
		return names.filter(this::named)
			.map((name) -> new Leftover(kind, name, Leftover.Cost.MONEY, "delete it yourself (AWS console, Lightsail)",
					null));
	}

	private boolean named(String id) {
		return this.stacks.stream()
			.anyMatch((stack) -> id.toLowerCase(Locale.ROOT).startsWith(stack.toLowerCase(Locale.ROOT) + "-"));
	}

	private Ec2Client ec2() {
		return this.account.client(Ec2Client.builder());
	}

	private List<Filter> tagged() {
		return this.target.tags()
			.entrySet()
			.stream()
			.map((tag) -> Filter.builder().name("tag:" + tag.getKey()).values(tag.getValue()).build())
			.toList();
	}

}
