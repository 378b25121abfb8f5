package com.example.lab.aws.elb;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * The addresses of a CIDR block.
 *
 * @param first any address of the block
 * @param bits how many of its bits they have in common
 */
record AddressRange(InetAddress first, int bits) {

	/** So that no text is taken for a name, which would be looked up. */
	private static final Pattern CIDR = Pattern.compile("[0-9.]+/\\d{1,2}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/\\d{1,3}");

	/**
	 * Reads a block.
	 * @param cidr such as {@code 10.0.0.0/16}
	 * @throws IllegalArgumentException if it is none
	 */
	static AddressRange of(String cidr) {
		try {
			if (CIDR.matcher(cidr).matches()) {
				String[] parts = cidr.split("/");
				AddressRange range = new AddressRange(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
				if (range.bits() <= range.first().getAddress().length * Byte.SIZE) {
					return range;
				}
			}
		}
		catch (UnknownHostException ex) {
			// Said below.
		}
		throw new IllegalArgumentException("'%s' is no block of addresses, such as 10.0.0.0/16.".formatted(cidr));
	}

	boolean contains(InetAddress address) {
		byte[] wanted = this.first.getAddress();
		byte[] given = address.getAddress();
		if (wanted.length != given.length) {
			return false;
		}
		for (int bit = 0; bit < this.bits; bit++) {
			int mask = 0x80 >> (bit % Byte.SIZE);
			if (((wanted[bit / Byte.SIZE] ^ given[bit / Byte.SIZE]) & mask) != 0) {
				return false;
			}
		}
		return true;
	}

}
