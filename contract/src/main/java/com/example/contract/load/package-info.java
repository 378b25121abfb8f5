/**
 * What users of Postcards do, as load on any stage, and what must become of their
 * postcards.
 */
@NullMarked
package com.example.contract.load;

import org.jspecify.annotations.NullMarked;
