using System.ComponentModel.DataAnnotations;

namespace Dirac.Tasks;

/// <summary>Between which numbers of handler calls at once the pool of a size class moves by itself.</summary>
public sealed class TaskPoolOptions : IValidatableObject
{
    /// <summary>At least so many; the pool starts with them. 1 to 1000.</summary>
    [Range(1, 1_000)]
    public int Fewest { get; set; } = 1;

    /// <summary>At most so many, <see cref="Fewest"/> to 1000. When both are the same the pool stays as it is.</summary>
    [Range(1, 1_000)]
    public int Most { get; set; } = 1;

    /// <summary>Always so many.</summary>
    /// <param name="calls">Handler calls at once, 1 to 1000.</param>
    public void Fix(int calls) => (Fewest, Most) = (calls, calls);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Most < Fewest)
            yield return new ValidationResult($"Most ({Most}) is less than Fewest ({Fewest}).", [nameof(Most)]);
    }
}
