package com.example.lab.deploy;

import java.util.List;
import java.util.stream.Stream;

import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Addresses, network interfaces and volumes that are left of a stage. */
final class ServerLeftovers {

	private final AwsAccount account;

	private final Target target;

	ServerLeftovers(AwsAccount account, Target target) {
		this.account = account;
		this.target = target;
	}

	List<Leftover> addresses() {
		return ec2().describeAddresses((request) -> request.filters(tagged()))
			.addresses()
			.stream()
			.map((address) -> Leftover.removable("public address", address.allocationId(),
					() -> ec2().releaseAddress((request) -> request.allocationId(address.allocationId()))))
			.toList();
	}

	/**
	 * They cost nothing, but keep their network from being deleted. Lambda and load
	 * balancers make them without the stack's tags: those are found by their VPC.
	 */
	List<Leftover> networkInterfaces() {
		List<String> vpcs = ec2().describeVpcsPaginator((request) -> request.filters(tagged()))
			.vpcs()
			.stream()
			.map(Vpc::vpcId)
			.toList();
		Stream<NetworkInterface> inside = vpcs.isEmpty() ? Stream.empty()
				: networkInterfaces(List.of(Filter.builder().name("vpc-id").values(vpcs).build()));
		return Stream.concat(networkInterfaces(tagged()), inside)
			.distinct()
			.map((one) -> Leftover.free("network interface", one.networkInterfaceId(),
					"%s, for %s".formatted(one.statusAsString(), one.description())))
			.toList();
	}

	private Stream<NetworkInterface> networkInterfaces(List<Filter> filters) {
		return ec2().describeNetworkInterfacesPaginator((request) -> request.filters(filters))
			.networkInterfaces()
			.stream();
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
