using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Families;

public class ModelCatalogTests
{
    [Fact]
    public void Every_family_has_tests_of_its_own()
    {
        var tested = typeof(FamilyTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(FamilyTests)))
            .Select(type => ((FamilyTests)Activator.CreateInstance(type)!).Defaults.Family);
        Assert.Equal(ModelCatalog.Names.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_option_means_the_same_in_every_family()
    {
        foreach (var option in ModelCatalog.Families.SelectMany(family => family.Options))
        {
            var first = ModelCatalog.Options.Single(other => other.Key == option.Key);
            Assert.Equal((first.Help.Placeholder, first.Help.Line), (option.Help.Placeholder, option.Help.Line));
            Assert.Equal((first.IsCommon, first.IsOfTraining, first.IsRequired), (option.IsCommon, option.IsOfTraining, option.IsRequired));
        }
    }

    [Fact]
    public void The_layer_table_ends_with_a_picture_and_sums_to_the_totals()
    {
        foreach (var family in ModelCatalog.Families)
        {
            var model = family.Defaults.Sized(32, 9).Build();
            var summary = new ModelSummary(model);
            Assert.Equal([32, 32, 3], summary.Layers[^1].OutputShape);
            Assert.True(
                model is not ILatentModel
                    || summary.Layers.Any(row => row.OutputShape == [9] && !row.Name.StartsWith("decoder", StringComparison.Ordinal)),
                family.Name);
            Assert.Equal(model.Parameters.Where(p => p.IsTrainable).Sum(p => (long)p.Count), summary.Parameters);
        }
    }

    [Fact]
    public void An_unknown_model_is_refused_with_the_list_of_the_known()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelCatalog.Get("resnet"));
        Assert.Equal($"Unknown model 'resnet'; use one of {string.Join(", ", ModelCatalog.Names)}.", error.Message);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(10, 8)]
    [InlineData(1025, 8)]
    [InlineData(-16, 8)]
    [InlineData(16, 0)]
    public void Sizes_out_of_range_are_refused(int imageSize, int latent)
    {
        foreach (var family in ModelCatalog.Families)
        {
            if (family.Defaults is LatentOptions || latent > 0)
            {
                Assert.Throws<ArgumentException>(() => family.Defaults.Sized(imageSize, latent).Build());
            }
        }
    }
}
