using System.ComponentModel.DataAnnotations;
using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues;

/// <summary>An option that names a queue or topic in DIRAC's form, or is empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MqUriTextAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            if (value is string { Length: > 0 } text) MqUri.Parse(text);
            return ValidationResult.Success;
        }
        catch (DiracException problem)
        {
            return new ValidationResult($"{validationContext.DisplayName}: {problem.Message} {problem.Advice}");
        }
    }
}
