namespace Decentral.Models.Schedules;

/// <summary>How a learning rate moves between its warm-up and the end of the budget.</summary>
public enum LearningRateShape
{
    /// <summary>Stays at its peak.</summary>
    Constant,

    /// <summary>Falls along half a cosine to the floor (Loshchilov and Hutter, arXiv:1608.03983).</summary>
    Cosine,

    /// <summary>Warm-up, stable, decay: stays at its peak, then falls in a straight line to the floor.</summary>
    StableThenLinear,

    /// <summary>
    /// Warm-up, stable, decay: stays at its peak, then falls as 1 - √x, fast at first (Hägele et al.,
    /// arXiv:2405.18392).
    /// </summary>
    StableThenSquareRoot,
}
