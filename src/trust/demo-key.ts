// The key that signs the demo pack. Its secret derives from a public text (scripts/demo), so everyone can sign with it: it
// vouches only for what is marked as demo, and a pack that it signs without that mark is refused.
export const DEMO_KEY_THUMBPRINT = 'x1q5i_ZerkqgXdX0A8f0p-GBtj5Zr3YYZGBs92g-0Mg';
