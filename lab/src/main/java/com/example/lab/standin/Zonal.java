package com.example.lab.standin;

import java.util.List;

/** A stand-in that is in Availability Zones, which lose their power as a whole. */
public interface Zonal {

	/**
	 * Where it is.
	 * @return one zone or more, such as {@code us-east-1a}
	 */
	List<String> zones();

	/**
	 * Loses what it has in a zone, until {@link #zoneUp}.
	 * @param zone any zone; nothing happens if it has nothing there
	 */
	void zoneDown(String zone);

	/**
	 * Has power again in a zone.
	 * @param zone any zone; nothing happens if it has lost nothing there
	 */
	void zoneUp(String zone);

}
