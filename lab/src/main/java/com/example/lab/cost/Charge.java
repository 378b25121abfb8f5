package com.example.lab.cost;

import com.example.lab.assembly.Resource;

/**
 * One line of a bill.
 *
 * @param resource what is billed for
 * @param billed what of it, such as {@code disk}
 * @param quantity in a month, in the price's unit
 * @param free how much of the quantity is free
 * @param price the list price
 */
public record Charge(Resource resource, String billed, double quantity, double free, Price price) {

	/**
	 * Dollars a month.
	 * @return 0 or more
	 */
	public double usd() {
		return (this.quantity - this.free) * this.price.usd().doubleValue();
	}

}
