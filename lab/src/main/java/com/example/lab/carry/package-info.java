/** Takes a change that was made in one stage to the stages after it. */
@NullMarked
package com.example.lab.carry;

import org.jspecify.annotations.NullMarked;
