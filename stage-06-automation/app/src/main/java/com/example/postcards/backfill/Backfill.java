package com.example.postcards.backfill;

/**
 * Rows that leave the database. A row is deleted when what it holds is stored elsewhere,
 * so the rows that are left are the work that is left.
 */
public interface Backfill {

	/**
	 * The table, which the next migration drops.
	 * @return its name
	 */
	String table();

	/**
	 * Moves some rows. What fails or is killed at any point may run again.
	 * @return how many, 0 if none are left
	 */
	int moveSome();

}
