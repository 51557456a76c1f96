package dsig

import "math/big"

// weierstrass is a curve y² = x³ + ax + b over a prime field, of prime order and
// with a base point. crypto/elliptic knows none with this a. Computing takes
// other time for other numbers, which is of no matter where all are public: it
// is for verification alone.
type weierstrass struct {
	name             string
	p, a, b, n, x, y *big.Int
}

// affine is a point other than that at infinity.
type affine struct{ x, y *big.Int }

// jacobian is a point x/z², y/z³; z is zero at infinity.
type jacobian struct{ x, y, z *big.Int }

func (c *weierstrass) mul(a, b *big.Int) *big.Int {
	product := new(big.Int).Mul(a, b)
	return product.Mod(product, c.p)
}

func (c *weierstrass) sub(a, b *big.Int) *big.Int {
	difference := new(big.Int).Sub(a, b)
	return difference.Mod(difference, c.p)
}

func (c *weierstrass) times(k uint, a *big.Int) *big.Int {
	product := new(big.Int).Lsh(a, k)
	return product.Mod(product, c.p)
}

// contains reports that a point's coordinates are in range and on the curve.
func (c *weierstrass) contains(q affine) bool {
	if q.x.Cmp(c.p) >= 0 || q.y.Cmp(c.p) >= 0 {
		return false
	}
	right := c.mul(c.mul(q.x, q.x), q.x)
	right.Add(right, c.mul(c.a, q.x)).Add(right, c.b).Mod(right, c.p)
	return c.mul(q.y, q.y).Cmp(right) == 0
}

func (c *weierstrass) double(q jacobian) jacobian {
	yy := c.mul(q.y, q.y)
	s := c.times(2, c.mul(q.x, yy))
	zz := c.mul(q.z, q.z)
	m := c.mul(q.x, q.x)
	m.Add(m, c.times(1, m)).Add(m, c.mul(c.a, c.mul(zz, zz)))
	x := c.sub(c.mul(m, m), c.times(1, s))
	return jacobian{x, c.sub(c.mul(m, c.sub(s, x)), c.times(3, c.mul(yy, yy))), c.times(1, c.mul(q.y, q.z))}
}

func (c *weierstrass) add(q jacobian, r affine) jacobian {
	if q.z.Sign() == 0 {
		return jacobian{r.x, r.y, big.NewInt(1)}
	}
	zz := c.mul(q.z, q.z)
	h := c.sub(c.mul(r.x, zz), q.x)
	d := c.sub(c.mul(r.y, c.mul(q.z, zz)), q.y)
	if h.Sign() == 0 {
		if d.Sign() == 0 {
			return c.double(q)
		}
		return jacobian{new(big.Int), new(big.Int), new(big.Int)}
	}
	hh := c.mul(h, h)
	hhh, v := c.mul(h, hh), c.mul(q.x, hh)
	x := c.sub(c.sub(c.mul(d, d), hhh), c.times(1, v))
	return jacobian{x, c.sub(c.mul(d, c.sub(v, x)), c.mul(q.y, hhh)), c.mul(q.z, h)}
}

// affine returns the point; false at infinity.
func (c *weierstrass) affine(q jacobian) (affine, bool) {
	if q.z.Sign() == 0 {
		return affine{}, false
	}
	inverse := new(big.Int).ModInverse(q.z, c.p)
	square := c.mul(inverse, inverse)
	return affine{c.mul(q.x, square), c.mul(q.y, c.mul(square, inverse))}, true
}

// combine computes u·G + v·Q for the base point G, both at once.
func (c *weierstrass) combine(u, v *big.Int, q affine) (affine, bool) {
	base := affine{c.x, c.y}
	both, finite := c.affine(c.add(jacobian{base.x, base.y, big.NewInt(1)}, q))
	sum := jacobian{new(big.Int), new(big.Int), new(big.Int)}
	for i := max(u.BitLen(), v.BitLen()) - 1; i >= 0; i-- {
		sum = c.double(sum)
		switch {
		case u.Bit(i) == 1 && v.Bit(i) == 1:
			if finite {
				sum = c.add(sum, both)
			}
		case u.Bit(i) == 1:
			sum = c.add(sum, base)
		case v.Bit(i) == 1:
			sum = c.add(sum, q)
		}
	}
	return c.affine(sum)
}
